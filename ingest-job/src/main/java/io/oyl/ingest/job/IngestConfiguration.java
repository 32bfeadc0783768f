package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbedCounts;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.process.ForkedExtractor;
import io.oyl.ingest.secret.KeyRing;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.FileWriter;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.Housekeeping;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LedgerCopy;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.LedgerUpdate;
import io.oyl.ingest.store.MovedFiles;
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
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The program's parts. Everything is made when it is first asked for, so that a command that only
 * looks does not load a model.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
@Import({
  AuditTable.class,
  Contents.class,
  DatabaseConfiguration.class,
  FileWriter.class,
  FilesView.class,
  Housekeeping.class,
  HybridSearch.class,
  IngestJob.class,
  Leases.class,
  LedgerCopy.class,
  LedgerTable.class,
  LedgerUpdate.class,
  MovedFiles.class,
  Planner.class,
  OldVectors.class,
  Purge.class,
  Reembedder.class,
  ReferenceStages.class,
  Repair.class,
  RequestsTable.class,
  RunLauncher.class,
  RunTables.class,
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
