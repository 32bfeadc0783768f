package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.testing.PostgresExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what stands in {@code audit_logs}, and stays. */
class AuditIT {
  private static final String USER = System.getProperty("user.name") + "@";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path docs;
  @TempDir Path home;

  private IngestedDatabase database;

  @BeforeEach
  void files() throws Exception {
    database = new IngestedDatabase(postgres);
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.");
    Files.writeString(docs.resolve("nothing.txt"), "");
  }

  @Test
  void everyActIsNotedWithWhoAndHowMuch() throws Exception {
    long run;
    try (Ingest ingest = database.open(home)) {
      run = ingest.run(IngestedDatabase.folder(docs), RunProgress.NONE).run();
      Scope scope = ingest.scope(IngestedDatabase.SCOPE).orElseThrow();
      List<Target> files = ingest.contents().retryable(scope, List.of(), null);
      ingest.retry(scope, files, Duration.ZERO, RunProgress.NONE);
      ingest.upkeep().purge(scope, OffsetDateTime.now(ZoneOffset.UTC), false);
      assertThat(ingest.runs().stop(run)).isFalse();
    }
    assertThat(actions())
        .containsExactly(
            "ingest.model",
            "ingest.settings",
            "ingest.run",
            "ingest.retry",
            "ingest.run",
            "ingest.purge");
    assertThat(
            database.count(
                "select count(*) from audit_logs a join workspaces w on w.id = a.workspace_id"
                    + " and w.tenant_id = a.tenant_id where payload_json ->> 'by' like '"
                    + USER
                    + "%' and payload_json ->> 'reference' = 'docs'"))
        .isEqualTo(6);
    JsonNode noted = payloads("ingest.run").getFirst();
    assertThat(noted.get("run").asLong()).isEqualTo(run);
    assertThat(noted.get("outcome").asString()).isEqualTo("incomplete");
    assertThat(noted.get("cause").asString()).isEqualTo("1 empty");
    assertThat(noted.get("new").asLong()).isEqualTo(2);
    assertThat(payloads("ingest.retry").getFirst().get("keys").get(0).asString())
        .isEqualTo("nothing.txt");
  }

  @Test
  void aChangedSettingIsNotedOnceAndWithBothValues() throws Exception {
    for (String setting : List.of("", "ingest.chunk.min-tokens: 8", "ingest.chunk.min-tokens: 8")) {
      Files.writeString(home.resolve("application.yaml"), setting);
      try (Ingest ingest = database.open(home)) {
        ingest.run(IngestedDatabase.folder(docs), RunProgress.NONE);
      }
    }
    List<JsonNode> settings = payloads("ingest.settings");
    assertThat(settings).hasSize(2);
    assertThat(settings.getFirst().has("changed")).isFalse();
    JsonNode changed = settings.getLast().get("changed");
    assertThat(changed.get("ingest.chunk.min-tokens").get("before").asString()).isEqualTo("32");
    assertThat(changed.get("ingest.chunk.min-tokens").get("after").asString()).isEqualTo("8");
    assertThat(changed.propertyNames())
        .containsExactlyInAnyOrder("fingerprint", "ingest.chunk.min-tokens");
  }

  @Test
  void aRunWhoseProcessDiedIsNotedWhenTheNextOneEndsIt() throws Exception {
    try (Ingest ingest = database.open(home)) {
      long run = ingest.run(IngestedDatabase.folder(docs), RunProgress.NONE).run();
      database
          .sql()
          .sql("update batch_job_execution set status = 'STARTED', end_time = null")
          .update();
      assertThat(ingest.runs().view().run(run).orElseThrow().outcome()).isEqualTo("dead");
      assertThat(database.count("select count(*) from ingest_dead_runs")).isOne();
      ingest.run(IngestedDatabase.folder(docs), RunProgress.NONE);
    }
    assertThat(payloads("ingest.run"))
        .extracting(run -> run.get("outcome").asString())
        .containsExactly("incomplete", "failed", "incomplete");
    assertThat(payloads("ingest.run").get(1).get("cause").asString())
        .isEqualTo("the process died or lost the database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_logs set action = 'x'",
        "delete from audit_logs",
        "truncate audit_logs",
        "truncate tenants cascade"
      })
  void whatIsNotedStays(String statement) {
    database.sql().sql("insert into audit_logs (action) values ('x.y')").update();
    assertThatThrownBy(() -> database.sql().sql(statement).update())
        .hasStackTraceContaining("audit_logs is append-only");
    assertThat(actions()).containsExactly("x.y");
  }

  @Test
  void aTenantCanStillBeRemovedForGoodByTheOwner() {
    database
        .sql()
        .sql(
            """
            insert into tenants (name) values ('gone');
            insert into audit_logs (tenant_id, action) select id, 'x.y' from tenants;
            begin;
            alter table audit_logs disable trigger audit_logs_append_only;
            delete from audit_logs where tenant_id = (select id from tenants where name = 'gone');
            alter table audit_logs enable trigger audit_logs_append_only;
            delete from tenants where name = 'gone';
            commit
            """)
        .update();
    assertThat(database.count("select count(*) from tenants")).isZero();
  }

  private List<String> actions() {
    return database
        .sql()
        .sql("select action from audit_logs order by created_at, action")
        .query(String.class)
        .list();
  }

  private List<JsonNode> payloads(String action) {
    JsonMapper json = JsonMapper.builder().build();
    return database
        .sql()
        .sql("select payload_json::text from audit_logs where action = :action order by created_at")
        .param("action", action)
        .query(String.class)
        .list()
        .stream()
        .map(json::readTree)
        .toList();
  }
}
