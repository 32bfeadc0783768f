package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.StoreConfiguration;
import io.oyl.ingest.store.Views;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database with defaults that its administrator has set for others. */
class AdministeredDatabaseIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("keeper.txt"), "The keeper climbs the stairs.");
  }

  @Test
  void tablesOfTheSameNamesInASchemaThatComesFirstAreNotTakenForOurs() throws IOException {
    database.sql().sql("create schema app").update();
    for (String table : new String[] {"tenants", "documents", "chunks", "tags"}) {
      database.sql().sql("create table app." + table + " (id integer)").update();
    }
    byDefault("search_path", "app");

    try (Ingest ingest = database.open(home)) {
      assertThat(ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).allComplete())
          .isTrue();
    }
    try (Views views =
        Views.open(postgres.url(), postgres.user(), postgres.password()).orElseThrow()) {
      assertThat(views.scope(IngestedDatabase.SCOPE)).isPresent();
    }
    assertThat(database.count("select count(*) from public.documents")).isOne();
  }

  @Test
  void noStatementAndNoWaitIsCutShort() throws Exception {
    byDefault("statement_timeout", "1h");
    byDefault("lock_timeout", "1h");

    try (Connection connection = postgres.dataSource().getConnection();
        Statement session = connection.createStatement()) {
      session.execute(StoreConfiguration.BEGIN_SESSION);
      for (String limit : List.of("statement_timeout", "lock_timeout")) {
        try (ResultSet value = session.executeQuery("show " + limit)) {
          value.next();
          assertThat(value.getString(1)).as(limit).isEqualTo("0");
        }
      }
    }
  }

  @Test
  void aLeaseMayStandIdleForLongerThanOtherSessionsMay() throws IOException {
    byDefault("idle_session_timeout", "100ms");

    try (Ingest ingest = database.open(home)) {
      assertThat(ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE).allComplete())
          .isTrue();
    }
  }

  private void byDefault(String setting, String value) {
    String name = database.sql().sql("select current_database()").query(String.class).single();
    database
        .sql()
        .sql("alter database \"%s\" set %s = '%s'".formatted(name, setting, value))
        .update();
  }
}
