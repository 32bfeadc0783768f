package io.oyl.ingest.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The tables, and what they speak to the database through, given a {@link DataSource}. */
@Configuration(proxyBeanMethods = false)
@Import({
  AuditTable.class,
  FileWriter.class,
  FilesView.class,
  Housekeeping.class,
  HybridSearch.class,
  LedgerCopy.class,
  LedgerTable.class,
  LedgerUpdate.class,
  MovedFiles.class,
  OldVectors.class,
  Purge.class,
  Repair.class,
  RequestsTable.class,
  RunsView.class,
  ScanTable.class,
  SchedulesTable.class,
  ScopeTable.class,
  SearchTerms.class,
  SecretsTable.class,
  UnendedRuns.class,
  UnsettledView.class,
  UserTags.class,
  VanishedFiles.class,
  VectorIndex.class,
  VectorsTable.class,
  Verification.class,
})
public class StoreConfiguration {
  /**
   * What each session begins with, whatever an administrator has set for others: our tables are
   * found before those of the same names in another schema, and pgvector where it was; and no
   * statement, wait or idle session is cut short, since an index takes its time and a lease stands
   * idle for most of it.
   */
  public static final String BEGIN_SESSION =
      """
      select set_config('idle_session_timeout', '0', false),
        set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false),
        case when current_setting('transaction_timeout', true) is not null -- from 17 on
          then set_config('transaction_timeout', '0', false) end,
        set_config('search_path',
          concat_ws(', ', 'public', nullif(current_setting('search_path'), '')), false)
      """;

  /**
   * A pool whose connection a transaction takes with its first statement, not before. All read what
   * is committed, as leases and upserts need it, whatever the server's default is. A database that
   * is gone is waited for once, and fails with a {@link LostDatabaseException}.
   */
  public static DataSource lazy(HikariDataSource pool) {
    return new LazyPool(pool);
  }

  private static final class LazyPool extends LazyConnectionDataSourceProxy
      implements AutoCloseable {
    private final HikariDataSource pool;

    LazyPool(HikariDataSource pool) {
      this.pool = pool;
      pool.setAutoCommit(true);
      pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      setTargetDataSource(new PatientPool(pool));
      // the same, or it would connect to find out
      setDefaultAutoCommit(true);
      setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Override
    public void close() {
      pool.close();
    }
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource) {
    return new JdbcTransactionManager(dataSource);
  }

  @Bean
  JdbcTemplate jdbcTemplate(DataSource dataSource) {
    return new JdbcTemplate(dataSource);
  }

  @Bean
  NamedParameterJdbcTemplate namedParameterJdbcTemplate(JdbcTemplate jdbc) {
    return new NamedParameterJdbcTemplate(jdbc);
  }

  @Bean
  JdbcClient jdbcClient(NamedParameterJdbcTemplate jdbc) {
    return JdbcClient.create(jdbc);
  }
}
