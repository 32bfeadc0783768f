package io.oyl.ingest.operate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.oyl.ingest.embed.EmbedCounts;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.Reachability;
import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.store.OperatingFigures;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * What services have beside the program's parts: a web server, Actuator, meters. Commands that end
 * do not load it, so they start without.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(OperatingFigures.class)
class ServiceConfiguration {

  /** Everything else is made when it is asked for; what is counted before would be lost. */
  @Bean
  @Lazy(false)
  CountFromTheStart countFromTheStart(MeterRegistry registry) {
    return new CountFromTheStart(registry);
  }

  @Bean
  MeterBinder processMeters(EmbedCounts model, ExtractCounts forks) {
    return new ProcessMeters(model, forks);
  }

  @Bean
  DatabaseMeters databaseMeters(OperatingFigures figures) {
    return new DatabaseMeters(figures);
  }

  record CountFromTheStart(MeterRegistry registry) {}

  /** Parsing processes: down when the last one could not be started. */
  @Bean
  HealthIndicator forksHealthIndicator(ExtractCounts forks) {
    return () -> {
      String failure = forks.startFailure();
      return (failure.isEmpty() ? Health.up() : Health.down().withDetail("failure", failure))
          .withDetail("alive", forks.alive())
          .withDetail("started", forks.started())
          .build();
    };
  }

  /** The endpoint of a remote model: down when it takes no connection. Costs no tokens. */
  @Bean
  HealthIndicator modelHealthIndicator(EmbedSettings settings) {
    return () -> {
      String failure = Reachability.failure(settings);
      return (failure.isEmpty() ? Health.up() : Health.down().withDetail("failure", failure))
          .withDetail("model", String.valueOf(settings.model()))
          .build();
    };
  }
}
