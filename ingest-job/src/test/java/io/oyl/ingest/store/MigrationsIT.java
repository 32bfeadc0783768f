package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class MigrationsIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  /** SEED-SCHEMA, to the letter: each table with its columns, in order, and their types. */
  private static final Map<String, String> SEED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "tenants",
                  "id uuid, name text, metadata_encrypted jsonb, created_at timestamptz, updated_at"
                      + " timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "workspaces",
                  "id uuid, tenant_id uuid, name text, description text, created_at timestamptz,"
                      + " updated_at timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "assistants",
                  "id uuid, workspace_id uuid, name text, instruction text, ai_instruction text,"
                      + " settings_json jsonb, created_at timestamptz, updated_at timestamptz,"
                      + " deleted_at timestamptz"),
              Map.entry(
                  "references",
                  "id uuid, workspace_id uuid, name text, description text, created_at timestamptz,"
                      + " updated_at timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "documents",
                  "id uuid, reference_id uuid, filename text, mime_type text, size_bytes int4,"
                      + " metadata_json jsonb, text text, created_at timestamptz, updated_at"
                      + " timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "chunks",
                  "id uuid, document_id uuid, position int4, text text, tags_text _text, created_at"
                      + " timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "embeddings", "id uuid, chunk_id uuid, vector_ref text, created_at timestamptz"),
              Map.entry(
                  "tags",
                  "id uuid, reference_id uuid, tag text, source tag_source_enum, created_at"
                      + " timestamptz"),
              Map.entry("tag_links", "id uuid, tag_id uuid, chunk_id uuid, created_at timestamptz"),
              Map.entry(
                  "data_sources",
                  "id uuid, workspace_id uuid, name text, schema_json jsonb, row_count int4,"
                      + " created_at timestamptz, updated_at timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "integration_configs",
                  "id uuid, workspace_id uuid, type_enum integration_type_enum,"
                      + " config_encrypted_json jsonb, created_at timestamptz, updated_at"
                      + " timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "workflows",
                  "id uuid, workspace_id uuid, name text, description text, created_at timestamptz,"
                      + " updated_at timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "workflow_steps",
                  "id uuid, workflow_id uuid, position int4, type_enum workflow_step_type_enum,"
                      + " assistant_id uuid, instruction text, config_json jsonb, created_at"
                      + " timestamptz, deleted_at timestamptz"),
              Map.entry(
                  "audit_logs",
                  "id uuid, tenant_id uuid, workspace_id uuid, user_id uuid, action text,"
                      + " payload_json jsonb, created_at timestamptz")));

  private final JdbcClient db = JdbcClient.create(postgres.dataSource());

  @Test
  void theSeedSchemaStandsToTheLetter() {
    SEED.forEach(
        (table, columns) -> {
          String found =
              db.sql(
                      """
                      select string_agg(column_name || ' ' || udt_name, ', ' order by ordinal_position)
                      from information_schema.columns
                      where table_schema = 'public' and table_name = :table
                      """)
                  .param("table", table)
                  .query(String.class)
                  .single();
          assertThat(found).as(table).startsWith(columns);
        });
  }

  @Test
  void aProgramThatKnowsOnlyTheSeedCanInsertIntoEveryTable() {
    Map<String, UUID> ids = new TreeMap<>();
    List<String> parentsFirst =
        List.of(
            "tenants",
            "workspaces",
            "assistants",
            "references",
            "documents",
            "chunks",
            "embeddings",
            "tags",
            "tag_links",
            "data_sources",
            "integration_configs",
            "workflows",
            "workflow_steps",
            "audit_logs");
    for (String table : parentsFirst) {
      UUID id = UUID.randomUUID();
      ids.put(table, id);
      String[] columns = Objects.requireNonNull(SEED.get(table)).split(", ");
      List<String> names = List.of(columns).stream().map(c -> c.split(" ")[0]).toList();
      List<String> values = List.of(columns).stream().map(c -> value(c, id, ids)).toList();
      int inserted =
          db.sql(
                  "insert into \"%s\" (%s) values (%s)"
                      .formatted(table, String.join(", ", names), String.join(", ", values)))
              .update();
      assertThat(inserted).as(table).isOne();
    }
  }

  private static String value(String column, UUID id, Map<String, UUID> ids) {
    String name = column.split(" ")[0];
    String type = column.split(" ")[1];
    if (name.equals("id")) {
      return "'" + id + "'";
    }
    if (name.equals("user_id")) {
      return "gen_random_uuid()";
    }
    if (name.endsWith("_id")) {
      return "'" + ids.get(name.substring(0, name.length() - 3) + "s") + "'";
    }
    return switch (type) {
      case "timestamptz" -> name.equals("deleted_at") ? "null" : "now()";
      case "jsonb" -> "'{}'";
      case "int4" -> "1";
      case "_text" -> "'{a,b}'";
      case "tag_source_enum" -> "'user'";
      case "integration_type_enum", "workflow_step_type_enum" -> "'other'";
      default -> "'x'";
    };
  }

  @Test
  void everyTableAndViewIsExplained() {
    assertThat(
            db.sql(
                    """
                    select relname
                    from pg_class
                    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
                      and relname <> 'ingest_schema_history' and obj_description(oid, 'pg_class') is null
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void everyTableThatTakesItsTenantFromAnotherIsProtectedAndVerified() {
    List<String> protectedTables =
        db.sql(
                """
                select c.relname
                from pg_class c
                join pg_trigger t on t.tgrelid = c.oid and t.tgname = 'fill_in_tenant'
                where c.relrowsecurity and c.relforcerowsecurity
                """)
            .query(String.class)
            .list();
    assertThat(protectedTables)
        .containsExactlyInAnyOrderElementsOf(
            TenantColumn.ALL.stream().map(column -> column.table().replace("\"", "")).toList());
  }

  @Test
  void everyLinkFromATenantsRowMustBeToOneThatTheTenantSees() {
    assertThat(
            db.sql(
                    """
                    select c.conrelid::regclass || '.' || a.attname
                    from pg_constraint c
                    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                    join pg_policy own on own.polrelid = c.conrelid and own.polname = 'tenant'
                    join pg_policy other on other.polrelid = c.confrelid and other.polname = 'tenant'
                    where c.contype = 'f' and c.confrelid <> 'tenants'::regclass
                      and coalesce(pg_get_expr(own.polwithcheck, own.polrelid), '')
                        !~ ('(EXISTS|ingest_sees)[^)]*' || a.attname || '\\)')
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void aServerThatIsTooOldIsRefusedByItsVersion() {
    assertThatThrownBy(() -> Migrations.requireServer(140_022))
        .hasMessage("its server is PostgreSQL 14, and 15 or later is needed");
    assertThatCode(() -> Migrations.requireServer(150_000)).doesNotThrowAnyException();
  }

  @Test
  void everyForeignKeyHasAnIndex() {
    assertThat(
            db.sql(
                    """
                    select c.conrelid::regclass || ' (' || a.attname || ')'
                    from pg_constraint c
                    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
                    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
                      and not exists (
                        select 1 from pg_index i
                        where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void theJobRepositoryIsTheOneOfTheJarOnTheClassPath() throws IOException {
    String ours = resource("/db/migration/V3__batch_job_repository.sql");
    assertThat(squeezed(ours))
        .as("V3 against the Batch jar's DDL; after an upgrade, add a migration with the difference")
        .contains(squeezed(resource("/org/springframework/batch/core/schema-postgresql.sql")));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(MigrationsIT.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String squeezed(String sql) {
    return sql.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.joining("\n"));
  }
}
