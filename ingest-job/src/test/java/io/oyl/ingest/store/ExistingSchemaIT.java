package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that an application lives in already. */
class ExistingSchemaIT {
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

  private long count(String table) {
    return db().sql("select count(*) from " + table).query(Long.class).single();
  }
}
