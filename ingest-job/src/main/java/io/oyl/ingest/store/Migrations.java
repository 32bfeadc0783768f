package io.oyl.ingest.store;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables' versions. The history has a table of its own, so that an application that keeps its
 * own tables with Flyway in the same schema is not disturbed; where that application has made the
 * seed tables already, they are taken as they are.
 */
public final class Migrations {
  private static final String HISTORY = "ingest_schema_history";
  private static final String HAS_SEED = "select to_regclass('public.tag_links') is not null";

  private Migrations() {}

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
