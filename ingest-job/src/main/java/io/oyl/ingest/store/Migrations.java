package io.oyl.ingest.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
  private static final int OLDEST_SERVER = 15;

  private static final String VERSION =
      "select cast(current_setting('server_version_num') as integer)";

  private static final String HISTORY = "ingest_schema_history";
  private static final String HAS_SEED = "select to_regclass('public.tag_links') is not null";

  private static final String HAS_HISTORY =
      "select to_regclass('public." + HISTORY + "') is not null";

  private static final String DONE =
      "select cast(version as integer) from public."
          + HISTORY
          + " where success and version is not null";

  private static final String FILES = "classpath:db/migration/V*.sql";

  private Migrations() {}

  /** Whether every migration of this program has been run; later ones only add. */
  static boolean areDone(JdbcClient db) {
    return db.sql(HAS_HISTORY).query(Boolean.class).single()
        && new HashSet<>(db.sql(DONE).query(Integer.class).list()).containsAll(versions());
  }

  private static List<Integer> versions() {
    try {
      return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(FILES))
          .map(file -> String.valueOf(file.getFilename()))
          .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Brings the tables up to date; to see that they are takes a hundredth of a second, while Flyway
   * takes a third of one.
   *
   * @throws IllegalStateException when the server is too old for them
   */
  public static void migrate(DataSource dataSource) {
    JdbcClient db = JdbcClient.create(dataSource);
    requireServer(db.sql(VERSION).query(Integer.class).single());
    if (!areDone(db)) {
      flyway(dataSource).load().migrate();
    }
  }

  /** Takes {@code server_version_num}: 150018 is 15.18. */
  static void requireServer(int version) {
    int major = version / 10_000;
    if (major < OLDEST_SERVER) {
      throw new IllegalStateException(
          "its server is PostgreSQL %d, and %d or later is needed".formatted(major, OLDEST_SERVER));
    }
  }

  /** How they are run. */
  static FluentConfiguration flyway(DataSource dataSource) {
    boolean hasSeed = JdbcClient.create(dataSource).sql(HAS_SEED).query(Boolean.class).single();
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        .schemas("public")
        .table(HISTORY)
        .baselineOnMigrate(true)
        .baselineVersion(hasSeed ? "1" : "0");
  }
}
