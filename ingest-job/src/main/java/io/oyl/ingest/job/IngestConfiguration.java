package io.oyl.ingest.job;

import io.oyl.ingest.embed.EmbedCounts;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.process.ForkedExtractor;
import io.oyl.ingest.secret.KeyRing;
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
  Contents.class,
  DatabaseConfiguration.class,
  IngestJob.class,
  Leases.class,
  Planner.class,
  Reembedder.class,
  ReferenceStages.class,
  RunLauncher.class,
  RunTables.class,
  Runs.class,
  Secrets.class,
  Transactions.class,
  Upkeep.class,
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
