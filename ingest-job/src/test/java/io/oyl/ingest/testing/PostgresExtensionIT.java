package io.oyl.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresExtensionIT {
  @RegisterExtension static final PostgresExtension ofClass = new PostgresExtension();
  @RegisterExtension final PostgresExtension ofTest = new PostgresExtension();

  @Test
  void databasesHavePgvectorAndATimeZoneThatNobodyExpects() throws SQLException {
    assertThat(text(ofClass, "select '[1,2]'::vector <-> '[1,4]'")).isEqualTo("2");
    assertThat(text(ofClass, "show timezone")).isEqualTo("Asia/Kathmandu");
    assertThat(
            text(ofClass, "select extversion >= '0.8' from pg_extension where extname = 'vector'"))
        .isEqualTo("t");
  }

  @Test
  void aStaticFieldMeansOneDatabaseForTheClassAndAnInstanceFieldOneForEachTest()
      throws SQLException {
    assertThat(ofTest.url()).isNotEqualTo(ofClass.url());
    text(ofTest, "create table only_here (id int); select 1");
    assertThat(text(ofClass, "select to_regclass('only_here')")).isNull();
  }

  @Test
  void aConnectionLeftOpenIsNoticed() throws SQLException {
    TestServer server = ofClass.server();
    String database = "oyl_test_" + UUID.randomUUID().toString().replace("-", "");
    server.createDatabase(database);
    try (Connection leaked =
        DriverManager.getConnection(server.url(database), server.user(), server.password())) {
      assertThat(leaked.isValid(1)).isTrue();
      assertThatThrownBy(() -> server.dropDatabase(database))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("connections left open");
    }
    assertThat(text(ofClass, "select count(*) from pg_database where datname = '" + database + "'"))
        .isEqualTo("0");
  }

  private static @Nullable String text(PostgresExtension postgres, String sql) throws SQLException {
    DataSource source = postgres.dataSource();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      while (statement.getResultSet() == null) {
        statement.getMoreResults();
      }
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
