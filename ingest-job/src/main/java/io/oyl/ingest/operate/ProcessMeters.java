package io.oyl.ingest.operate;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.oyl.ingest.embed.EmbedCounts;
import io.oyl.ingest.extract.ExtractCounts;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What this process did: parsing processes and the model. */
final class ProcessMeters implements MeterBinder {
  private final EmbedCounts model;
  private final ExtractCounts forks;

  ProcessMeters(EmbedCounts model, ExtractCounts forks) {
    this.model = model;
    this.forks = forks;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionTimer.builder(
            "ingest.model.requests",
            model,
            EmbedCounts::requests,
            EmbedCounts::nanos,
            TimeUnit.NANOSECONDS)
        .description("Requests to the embedding model, and how long they took")
        .register(registry);
    model(
        registry,
        "ingest.model.failures",
        "Requests that were not answered well",
        EmbedCounts::failures);
    model(registry, "ingest.model.texts", "Texts that were given a vector", EmbedCounts::texts);
    model(registry, "ingest.model.tokens", "Tokens of these texts", EmbedCounts::tokens);
    FunctionTimer.builder(
            "ingest.extract.files",
            forks,
            ExtractCounts::files,
            ExtractCounts::nanos,
            TimeUnit.NANOSECONDS)
        .description("Files that were read, and how long that took")
        .register(registry);
    forks(
        registry,
        "ingest.extract.bytes",
        "Bytes of the files that were read",
        ExtractCounts::bytes);
    forks(
        registry,
        "ingest.forks.started",
        "Parsing processes that were started",
        ExtractCounts::started);
    forks(
        registry,
        "ingest.forks.timeouts",
        "Parsing processes ended for time",
        ExtractCounts::timeouts);
    forks(
        registry,
        "ingest.forks.deaths",
        "Parsing processes that a file brought down",
        ExtractCounts::deaths);
    Gauge.builder("ingest.forks.alive", forks, ExtractCounts::alive)
        .description("Parsing processes that are there")
        .register(registry);
  }

  private void model(
      MeterRegistry registry, String name, String what, ToDoubleFunction<EmbedCounts> count) {
    FunctionCounter.builder(name, model, count).description(what).register(registry);
  }

  private void forks(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ExtractCounts> count) {
    FunctionCounter.builder(name, forks, count).description(what).register(registry);
  }
}
