package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.IngestedDatabase;
import io.oyl.ingest.job.StubModel;
import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets of workspaces: set, used, rotated, and never seen. */
class SecretsIT {
  private static final String NAME = "ingest.embed.api-key";
  private static final String VALUE = "sk-of-acme-1234567890";
  private static final String OLD = "2026:" + "A".repeat(43) + "=";
  private static final String NEW = "2027:" + "B".repeat(42) + "A=";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path temp;

  private final List<String> said = new ArrayList<>();
  private IngestedDatabase database;
  private Path home;
  private Path docs;

  @BeforeEach
  void write() throws IOException {
    database = new IngestedDatabase(postgres);
    home = Files.createDirectory(temp.resolve("home"));
    Files.writeString(
        home.resolve("application.yaml"),
        model.settings()
            + IngestedDatabase.PLAIN
            + "\ningest.secret.keys-file: "
            + home.resolve("keys")
            + "\n");
    keys(OLD);
    docs = Files.createDirectory(temp.resolve("docs"));
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.");
  }

  /** No command says the value or a key, and nothing that is stored does. */
  @AfterEach
  void nothingTellsWhatIsSecret() {
    assertThat(said)
        .isNotEmpty()
        .noneMatch(text -> List.of(VALUE, OLD, NEW).stream().anyMatch(text::contains));
    List<String> tables =
        database
            .sql()
            .sql("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
            .query(String.class)
            .list();
    assertThat(tables).hasSizeGreaterThan(20);
    for (String table : tables) {
      assertThat(
              database
                  .sql()
                  .sql("select count(*) from " + table + " t where t::text ~ :secrets")
                  .param("secrets", String.join("|", VALUE, "A{43}", "B{42}"))
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
  }

  @Test
  void aWorkspacesOwnKeyServesItsRunsAndSearchesAndNoOthers() throws IOException {
    Path settings = home.resolve("application.yaml");
    Files.writeString(
        settings, Files.readString(settings).replaceAll("keys-file: .*", "keys: \"" + OLD + "\""));
    assertThat(set("acme").exitCode()).isZero();

    assertThat(ingest("run", docs.toString(), "--tenant", "acme").exitCode()).isZero();
    assertThat(ingest("search", "notice", "--tenant", "acme").exitCode()).isZero();
    assertThat(model.authorizations()).hasSize(2).containsOnly("Bearer " + VALUE);

    model.authorizations().clear();
    assertThat(ingest("run", docs.toString(), "--tenant", "acme", "--workspace", "w").exitCode())
        .isZero();
    // the tenant has the text's vector already, so that a run asks for nothing
    assertThat(ingest("search", "notice", "--tenant", "acme", "--workspace", "w").exitCode())
        .isZero();
    assertThat(model.authorizations()).isNotEmpty().containsOnly("Bearer " + StubModel.API_KEY);

    model.authorizations().clear();
    assertThat(ingest("secret", "remove", NAME, "--tenant", "acme").exitCode()).isZero();
    assertThat(ingest("search", "notice", "--tenant", "acme").exitCode()).isZero();
    assertThat(model.authorizations()).containsOnly("Bearer " + StubModel.API_KEY);
  }

  @Test
  void aKeyThatCannotBeOpenedIsNeverReplacedByTheSettingsOne() throws IOException {
    set("acme");
    keys(NEW);

    Answer run = ingest("run", docs.toString(), "--tenant", "acme", "--json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.json().get("error").asString())
        .isEqualTo(
            "the secret ingest.embed.api-key of acme / default is sealed with the key 2026, which"
                + " INGEST_SECRET_KEYS does not have");
    database
        .sql()
        .sql("update integration_configs set config_encrypted_json = '{\"" + NAME + "\": \"x\"}'")
        .update();
    assertThat(ingest("run", docs.toString(), "--tenant", "acme").err())
        .contains("of acme / default is not sealed: set it again");
    assertThat(model.authorizations()).isEmpty();
  }

  @Test
  void secretsAreListedByNameAndWhoSetThemIsNoted() {
    Answer made = set("acme");
    assertThat(made.err())
        .contains("there was no tenant acme: made it, with the workspace default");
    JsonNode first = made.json();
    assertThat(first.get("replaced").asBoolean()).isFalse();
    assertThat(first.get("tenant_made").asBoolean()).isTrue();
    assertThat(first.get("key").asString()).isEqualTo("2026");
    assertThat(set("acme").json().get("replaced").asBoolean()).isTrue();

    JsonNode secrets = list("acme");
    assertThat(secrets).hasSize(1);
    assertThat(secrets.get(0).get("name").asString()).isEqualTo(NAME);
    assertThat(secrets.get(0).get("key").asString()).isEqualTo("2026");
    assertThat(secrets.get(0).get("current").asBoolean()).isTrue();
    assertThat(ingest("secret", "list", "--tenant", "acme").out()).contains(NAME + "  2026  20");

    assertThat(ingest("secret", "remove", NAME, "--tenant", "acme").exitCode()).isZero();
    assertThat(list("acme")).isEmpty();
    assertThat(database.count("select count(*) from integration_configs")).isZero();
    Answer none = ingest("secret", "remove", NAME, "--tenant", "acme");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("acme / default has no secret ingest.embed.api-key");
    assertThat(
            database
                .sql()
                .sql(
                    """
                    select action || ' ' || t.name || ' ' || w.name || ' ' || (payload_json ->> 'name')
                    from audit_logs a
                    join tenants t on t.id = a.tenant_id
                    join workspaces w on w.id = a.workspace_id
                    where payload_json ->> 'by' is not null
                    order by a.created_at
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "ingest.set_secret acme default " + NAME,
            "ingest.set_secret acme default " + NAME,
            "ingest.remove_secret acme default " + NAME);
  }

  @Test
  void whatCannotBeSetIsRefusedInOneSentence() throws IOException {
    refused(set("acme", "ingest.models.none.api-key", VALUE), "there is no secret ingest.models");
    refused(set("acme", NAME, ""), "there is no value on standard input");
    refused(set("acme", NAME, VALUE + "\nX-Other: 1"), "is not one line of at most 4096 visible");
    refused(ingest("secret", "set", NAME, VALUE), "does not stand on the command line");
    keys("# none");
    refused(set("acme"), "key 1 is not written as ID:BASE64");
    Files.setPosixFilePermissions(
        home.resolve("keys"), PosixFilePermissions.fromString("rw-r--r--"));
    refused(set("acme"), "is open to others: chmod 600");
    Path settings = home.resolve("application.yaml");
    Files.writeString(settings, Files.readString(settings).replaceAll("ingest.secret.*", ""));
    refused(set("acme"), "there is no key to seal with: set INGEST_SECRET_KEYS");
    Files.writeString(settings, IngestedDatabase.PLAIN + "\ningest.secret.keys: \"" + OLD + "\"\n");
    refused(set("acme"), "no model of the settings has an endpoint");
    assertThat(database.count("select count(*) from tenants")).isZero();
  }

  @Test
  void aRotationSealsAllWithTheNewKeyOrNothing() throws IOException {
    set("acme");
    set("other");
    String own =
        database
            .sql()
            .sql("select config_encrypted_json ->> :name from integration_configs limit 1")
            .param("name", NAME)
            .query(String.class)
            .single();
    // what an application keeps in the same form goes along, in a deleted row, too
    database
        .sql()
        .sql(
            """
            update tenants set metadata_encrypted = jsonb_build_object(:name, cast(:own as text))
            where id = (select tenant_id from integration_configs
              where config_encrypted_json ->> :name = :own);
            update integration_configs set deleted_at = now()
            where config_encrypted_json ->> :name <> :own
            """)
        .param("name", NAME)
        .param("own", own)
        .update();
    keys(NEW + "\n" + OLD);
    database
        .sql()
        .sql(
            "insert into integration_configs (config_encrypted_json) values"
                + " (jsonb_build_object('alien', cast(:own as text)))")
        .param("own", own)
        .update();
    Map<String, Long> before = byKey();

    refused(
        ingest("secret", "rotate"), "nothing was sealed again: alien of tenant 00000000", " 2026:");
    assertThat(byKey()).isEqualTo(before).containsOnlyKeys("2026");

    database.sql().sql("delete from integration_configs where workspace_id is null").update();
    JsonNode done = ingest("secret", "rotate", "--json").json();
    assertThat(done.toString()).isEqualTo("{\"key\":\"2027\",\"sealed_again\":3,\"current\":0}");
    assertThat(byKey()).isEqualTo(Map.of("2027", 3L));
    assertThat(ingest("secret", "rotate", "--tenant", "ignored").out())
        .isEqualTo("Sealed 0 secrets again with the key 2027; 3 had it already.\n");
    assertThat(
            database
                .sql()
                .sql(
                    """
                    select t.name || ' ' || (payload_json ->> 'key') || ' ' || (payload_json ->> 'secrets')
                    from audit_logs a join tenants t on t.id = a.tenant_id
                    where action = 'ingest.rotate_secrets'
                    """)
                .query(String.class)
                .list())
        .hasSize(2)
        .allMatch(row -> row.matches("(acme|other) 2027 [12]"));

    keys(NEW);
    assertThat(broken()).isEmpty();
    database.sql().sql("update integration_configs set deleted_at = null").update();
    assertThat(ingest("run", docs.toString(), "--tenant", "other").exitCode()).isZero();
    assertThat(model.authorizations()).containsOnly("Bearer " + VALUE);
  }

  @Test
  void verifyFindsPlainTextAndTheCiphertextOfAnotherTenant() throws IOException {
    set("acme");
    set("other");
    database
        .sql()
        .sql(
            """
            update integration_configs c
            set config_encrypted_json = o.config_encrypted_json
            from integration_configs o
            where o.id <> c.id and c.tenant_id = (select id from tenants where name = 'other');
            update tenants set metadata_encrypted = '{"ingest.note": "plain"}' where name = 'acme'
            """)
        .update();
    assertThat(broken()).isEqualTo(Map.of("secrets_open", 1, "secrets_sealed", 1));

    // whoever has no keys can still tell what is not sealed
    Files.writeString(
        home.resolve("application.yaml"), model.settings() + IngestedDatabase.PLAIN + "\n");
    assertThat(broken()).isEqualTo(Map.of("secrets_sealed", 1));
  }

  @Test
  void theProgramTakesTheValueFromItsStandardInputAndKeysFromTheEnvironment() throws Exception {
    Path settings = home.resolve("application.yaml");
    Files.writeString(settings, Files.readString(settings).replaceAll("ingest.secret.*", ""));
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("INGEST_SECRET_KEYS", NEW + "," + OLD);
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");

    Process program =
        Program.start(environment, out, err, List.of("secret", "set", NAME, "--json", "--debug"));
    try (OutputStream in = program.getOutputStream()) {
      in.write((VALUE + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    int exitCode = program.waitFor();

    said.add(Files.readString(out) + Files.readString(err));
    assertThat(exitCode).as(said.getLast()).isZero();
    assertThat(new Answer(0, Files.readString(out), "").json().get("key").asString())
        .isEqualTo("2027");
    assertThat(byKey()).isEqualTo(Map.of("2027", 1L));
  }

  /** How many values are sealed with each key. */
  private Map<String, Long> byKey() {
    Map<String, Long> keys = new HashMap<>();
    database
        .sql()
        .sql(
            """
            select split_part(e.value #>> '{}', '|', 2) as key, count(*) as texts
            from (select config_encrypted_json as c from integration_configs
              union all select metadata_encrypted from tenants) c
            cross join lateral jsonb_each(c.c) e
            group by 1
            """)
        .query(
            row -> {
              keys.put(row.getString("key"), row.getLong("texts"));
            });
    return keys;
  }

  private Map<String, Integer> broken() {
    Map<String, Integer> broken = new HashMap<>();
    for (JsonNode check : ingest("verify", "--json").json().get("checks")) {
      if (check.get("broken").asInt() > 0) {
        broken.put(check.get("name").asString(), check.get("broken").asInt());
      }
    }
    return broken;
  }

  private JsonNode list(String tenant) {
    return ingest("secret", "list", "--tenant", tenant, "--json").json().get("secrets");
  }

  private Answer set(String tenant) {
    return set(tenant, NAME, VALUE + "\n");
  }

  private Answer set(String tenant, String name, String input) {
    return ingestWith(input, "secret", "set", name, "--tenant", tenant, "--json");
  }

  private static void refused(Answer answer, String... parts) {
    assertThat(answer.exitCode()).as(answer.out()).isEqualTo(2);
    assertThat(answer.err()).contains(parts).doesNotContain("Exception").hasLineCount(1);
  }

  private void keys(String keys) throws IOException {
    Files.writeString(home.resolve("keys"), keys + "\n");
    Files.setPosixFilePermissions(
        home.resolve("keys"), PosixFilePermissions.fromString("rw-------"));
  }

  private Answer ingest(String... arguments) {
    return ingestWith("", arguments);
  }

  private Answer ingestWith(String input, String... arguments) {
    CapturedConsole captured = new CapturedConsole();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      int exitCode = captured.run(environment(), arguments);
      said.add(captured.out() + captured.err());
      return new Answer(exitCode, captured.out(), captured.err());
    } finally {
      System.setIn(before);
    }
  }

  private Map<String, String> environment() {
    return Map.of(
        "INGEST_DB_URL", postgres.url(),
        "INGEST_DB_USER", postgres.user(),
        "INGEST_DB_PASSWORD", postgres.password(),
        "INGEST_HOME", home.toString());
  }

  private record Answer(int exitCode, String out, String err) {
    JsonNode json() {
      assertThat(out).as("exactly one JSON value; standard error: " + err).hasLineCount(1);
      return JsonMapper.builder().build().readTree(out);
    }
  }
}
