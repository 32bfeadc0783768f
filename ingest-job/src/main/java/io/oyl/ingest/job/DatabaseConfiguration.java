package io.oyl.ingest.job;

import com.zaxxer.hikari.HikariDataSource;
import io.oyl.ingest.store.StoreConfiguration;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.JacksonExecutionContextStringSerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * The database, and Spring Batch with its job repository there. Spring Boot would set up the same,
 * but asks first what else there could be, which takes 80 ms of each command.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataSourceProperties.class)
@Import(StoreConfiguration.class)
class DatabaseConfiguration extends JdbcDefaultBatchConfiguration {
  private final DataSource dataSource;
  private final PlatformTransactionManager manager;

  DatabaseConfiguration(DataSource dataSource, PlatformTransactionManager manager) {
    this.dataSource = dataSource;
    this.manager = manager;
  }

  /**
   * The pool. Each connection says who uses it, for the audit log and for the counting of lost
   * vectors (V22), and gives up a transaction that stands idle for longer than a lease: whoever
   * takes over from a process that is frozen waits for the transactions that have checked its
   * lease.
   */
  @Bean
  static DataSource dataSource(DataSourceProperties properties, Environment environment) {
    HikariDataSource pool =
        properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
    Binder settings = Binder.get(environment);
    settings.bind("spring.datasource.hikari", Bindable.ofInstance(pool));
    pool.setConnectionInitSql(
        "set idle_in_transaction_session_timeout = "
            + settings.bind("ingest.run.lease", Duration.class).get().toMillis()
            + "; select set_config('ingest.keeps_vectors', 'on', false), set_config('app.actor', '"
            + Actor.name().replace("'", "''")
            + "', false); "
            + StoreConfiguration.BEGIN_SESSION);
    return StoreConfiguration.lazy(pool);
  }

  @Bean
  @Override
  public JobRepository jobRepository() {
    return RunEnding.told(super.jobRepository());
  }

  @Override
  protected DataSource getDataSource() {
    return dataSource;
  }

  @Override
  protected PlatformTransactionManager getTransactionManager() {
    return manager;
  }

  /** JSON, since the default, Java serialization, is neither readable nor safe to read back. */
  @Override
  protected ExecutionContextSerializer getExecutionContextSerializer() {
    return new JacksonExecutionContextStringSerializer();
  }

  /** The parameter {@code request} keeps instances apart. */
  @Override
  protected Isolation getIsolationLevelForCreate() {
    return Isolation.READ_COMMITTED;
  }
}
