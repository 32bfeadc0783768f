package io.oyl.ingest.job;

import com.zaxxer.hikari.HikariDataSource;
import io.oyl.ingest.embed.EmbedCounts;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ForkedExtractor;
import io.oyl.ingest.secret.KeyRing;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LedgerCopy;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.OldVectors;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.ScanTable;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SearchTerms;
import io.oyl.ingest.store.SecretsTable;
import io.oyl.ingest.store.UnendedRuns;
import io.oyl.ingest.store.UnsettledView;
import io.oyl.ingest.store.UserTags;
import io.oyl.ingest.store.VanishedFiles;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.VectorsTable;
import io.oyl.ingest.store.Verification;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.dao.JacksonExecutionContextStringSerializer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The program's parts. Everything is made when it is first asked for, so that a command that only
 * looks does not load a model.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  BatchAutoConfiguration.class,
  BatchJdbcAutoConfiguration.class,
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  JdbcClientAutoConfiguration.class,
  JdbcTemplateAutoConfiguration.class,
  TransactionAutoConfiguration.class,
  TransactionManagerCustomizationAutoConfiguration.class,
})
@EnableConfigurationProperties(IngestProperties.class)
@Import({
  AuditTable.class,
  Contents.class,
  FileWriter.class,
  FilesView.class,
  HybridSearch.class,
  IngestJob.class,
  Leases.class,
  LedgerCopy.class,
  LedgerTable.class,
  Planner.class,
  OldVectors.class,
  Purge.class,
  Reembedder.class,
  ReferenceStages.class,
  Repair.class,
  RequestsTable.class,
  RunLauncher.class,
  Runs.class,
  RunsView.class,
  ScanTable.class,
  SchedulesTable.class,
  Secrets.class,
  SecretsTable.class,
  ScopeTable.class,
  SearchTerms.class,
  UserTags.class,
  Transactions.class,
  UnendedRuns.class,
  UnsettledView.class,
  Upkeep.class,
  VanishedFiles.class,
  VectorIndex.class,
  VectorsTable.class,
  Verification.class,
})
class IngestConfiguration {

  /** JSON, since the default, Java serialization, is neither readable nor safe to read back. */
  @Bean
  ExecutionContextSerializer executionContextSerializer() {
    return new JacksonExecutionContextStringSerializer();
  }

  /**
   * A process that is frozen in a transaction holds up the others no longer than its lease: whoever
   * takes over waits for the transactions that have checked it. And each connection says who uses
   * it, for the audit log.
   */
  @Bean
  static BeanPostProcessor connectionsAreSetUp(Environment environment) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
          Duration lease = Binder.get(environment).bind("ingest.run.lease", Duration.class).get();
          pool.setConnectionInitSql(
              "set idle_in_transaction_session_timeout = "
                  + lease.toMillis()
                  + "; select set_config('app.actor', '"
                  + Actor.name().replace("'", "''")
                  + "', false)");
        }
        return bean;
      }
    };
  }

  @Bean
  ModelCatalog models(IngestProperties properties, EmbedCounts counts) {
    return new ModelCatalog(
        properties.embed(), Objects.requireNonNullElse(properties.models(), Map.of()), counts);
  }

  @Bean
  EmbedCounts embedCounts() {
    return new EmbedCounts();
  }

  @Bean
  EmbedSettings embedSettings(IngestProperties properties) {
    return properties.embed();
  }

  @Bean
  KeyRing keyRing(IngestProperties properties) {
    return properties.secret().keyRing();
  }

  @Bean
  ExtractCounts extractCounts() {
    return new ExtractCounts();
  }

  @Bean
  DocumentExtractor documentExtractor(IngestProperties properties, ExtractCounts counts) {
    return new ForkedExtractor(properties.extract(), counts);
  }
}
