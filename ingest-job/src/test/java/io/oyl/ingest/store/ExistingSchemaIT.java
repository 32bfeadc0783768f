package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.Driver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** A database that an application lives in already. */
class ExistingSchemaIT {
  private static final String TAGGED_DOCUMENTS =
      """
      insert into tenants (id, name) select gen_random_uuid(), n from unnest(array['one', 'two']) n;
      insert into workspaces (id, tenant_id) select gen_random_uuid(), id from tenants;
      insert into "references" (id, workspace_id) select gen_random_uuid(), id from workspaces;
      insert into documents (id, reference_id) select gen_random_uuid(), id from "references";
      insert into tags (id, reference_id) select gen_random_uuid(), id from "references";
      insert into document_tags (document_id, tag_id, rank, score)
      select d.id, t.id, 1, 1 from documents d join tags t on t.reference_id = d.reference_id
      """;

  private static final String JAPANESE_PASSAGE =
      """
      insert into documents (id, language) select gen_random_uuid(), 'ja';
      insert into chunks (id, document_id, text, context, text_search)
      select gen_random_uuid(), id, '町の漁港は静かです。', '港', to_tsvector('simple', '町の漁港は静かです。')
      from documents
      """;

  /** Each letter with a mark is two characters. */
  private static final String PASSAGE_OF_A_MAC =
      """
      insert into documents (id, language) select gen_random_uuid(), 'fr';
      insert into chunks (id, document_id, text, text_search)
      select gen_random_uuid(), id, body, ingest_text_search('fr', null, body)
      from documents, normalize('Le théâtre est fermé.', nfd) body
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  private JdbcClient db() {
    return JdbcClient.create(postgres.dataSource());
  }

  @BeforeEach
  void emptyTheDatabase() {
    JdbcClient db = db();
    db.sql("drop schema public cascade").update();
    db.sql("create schema public").update();
  }

  @Test
  void seedTablesOfTheApplicationAreTakenAsTheyAre() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/db/migration/V1__seed_schema.sql"))) {
      db().sql(new String(in.readAllBytes(), StandardCharsets.UTF_8)).update();
    }
    db().sql("insert into tenants (name) values ('of the application')").update();

    Migrations.migrate(postgres.dataSource());

    assertThat(count("ingest_files")).isZero();
    assertThat(count("tenants")).isOne();
  }

  @Test
  void otherTablesAndTheApplicationsOwnFlywayHistoryAreLeftAlone() {
    db().sql("create table flyway_schema_history (installed_rank integer)").update();
    db().sql("create table orders (id integer)").update();

    Migrations.migrate(postgres.dataSource());
    Migrations.migrate(postgres.dataSource());

    assertThat(count("documents")).isZero();
    assertThat(count("flyway_schema_history")).isZero();
  }

  /** The owner is no superuser, so what protects rows from others concerns the migration too. */
  @Test
  void tagsOfDocumentsKeepTheirTenantWhenTheirProtectionIsReplaced() {
    String role = "owner_" + UUID.randomUUID().toString().replace("-", "");
    String reader = role.replace("owner", "reader");
    db().sql("create role %s login password 'secret'".formatted(role)).update();
    db().sql("create role %s".formatted(reader)).update();
    db().sql("alter schema public owner to " + role).update();
    db().sql("create extension vector").update();
    DataSource owner = new SimpleDriverDataSource(new Driver(), postgres.url(), role, "secret");
    try {
      Migrations.flyway(owner).target("12").load().migrate();
      JdbcClient.create(owner).sql(TAGGED_DOCUMENTS).update();
      JdbcClient.create(owner).sql("select ingest_grant_to('" + reader + "')").query().listOfRows();

      Migrations.migrate(owner);

      assertThat(count("document_tags")).isEqualTo(2);
      assertThat(
              count(
                  "document_tags t join documents d on d.id = t.document_id"
                      + " where t.tenant_id = d.tenant_id"))
          .isEqualTo(2);
      assertThat(
              db().sql("select has_table_privilege(:role, 'ingest_waiting', 'select')")
                  .param("role", reader)
                  .query(Boolean.class)
                  .single())
          .as("who was let in before sees what is new")
          .isTrue();
    } finally {
      for (String made : List.of(role, reader)) {
        db().sql("drop owned by " + made + " cascade").update();
        db().sql("drop role " + made).update();
      }
    }
  }

  @Test
  void passagesThatAreStoredAreFoundByTheWordsThatWereNotFoundBefore() {
    Migrations.flyway(postgres.dataSource()).target("19").load().migrate();
    db().sql(JAPANESE_PASSAGE).update();

    Migrations.migrate(postgres.dataSource());

    assertThat(count("chunks where text_search @@ '漁港'")).isOne();
  }

  @Test
  void passagesThatAreStoredAreFoundInTheFormInWhichWordsAreTyped() {
    Migrations.flyway(postgres.dataSource()).target("23").load().migrate();
    db().sql(PASSAGE_OF_A_MAC).update();
    assertThat(count("chunks where text_search @@ to_tsquery('french', 'théâtre')")).isZero();

    Migrations.migrate(postgres.dataSource());

    assertThat(count("chunks where text_search @@ to_tsquery('french', 'théâtre')")).isOne();
  }

  private long count(String table) {
    return db().sql("select count(*) from " + table).query(Long.class).single();
  }
}
