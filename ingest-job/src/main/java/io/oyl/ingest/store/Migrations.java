package io.oyl.ingest.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables' versions. The history has a table of its own, so that an application that keeps its
 * own tables with Flyway in the same schema is not disturbed; where that application has made the
 * seed tables already, they are taken as they are.
 */
public final class Migrations {
  private static final String HISTORY = "ingest_schema_history";
  private static final String HAS_SEED = "select to_regclass('public.tag_links') is not null";

  private static final String HAS_HISTORY =
      "select to_regclass('public." + HISTORY + "') is not null";

  // a version that failed counts as none
  private static final String NEWEST =
      "select coalesce(max(cast(version as integer)) filter (where success), 0)"
          + " * cast(bool_and(success) as integer) from public."
          + HISTORY;

  private static final String FILES = "classpath:db/migration/V*.sql";

  private Migrations() {}

  /** Whether every migration of this program has been run, and no later one. */
  static boolean areDone(JdbcClient db) {
    return db.sql(HAS_HISTORY).query(Boolean.class).single()
        && db.sql(NEWEST).query(Integer.class).single() == newest();
  }

  private static int newest() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
          .map(file -> String.valueOf(file.getFilename()))
          .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void migrate(DataSource dataSource) {
    boolean hasSeed = JdbcClient.create(dataSource).sql(HAS_SEED).query(Boolean.class).single();
    configure(Flyway.configure(), hasSeed).dataSource(dataSource).load().migrate();
  }

  private static FluentConfiguration configure(FluentConfiguration flyway, boolean hasSeed) {
    return flyway
        .locations("classpath:db/migration")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .schemas("public")
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion(hasSeed ? "1" : "0");
  }
}
