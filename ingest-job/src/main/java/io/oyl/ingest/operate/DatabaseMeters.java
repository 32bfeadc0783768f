package io.oyl.ingest.operate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.oyl.ingest.store.OperatingFigures;
import io.oyl.ingest.store.OperatingFigures.Figures;
import io.oyl.ingest.store.OperatingFigures.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * How the database stands. A thread of its own asks it, so that a scrape never waits for a database
 * that is down; it asks the less often the longer an answer takes.
 */
final class DatabaseMeters
    implements MeterBinder, ApplicationListener<ContextRefreshedEvent>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseMeters.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** At most one part in so many of the time is spent asking. */
  private static final int SHARE = 20;

  /** States that wait for something, and for what. */
  private static final Map<String, String> QUEUES = Map.of("pending", "read", "stored", "embed");

  private final OperatingFigures figures;
  private final Stopping stopping = new Stopping();
  private volatile Figures last = new Figures(List.of(), List.of(), 0, List.of());
  private volatile boolean up;
  private @Nullable Tagged gauges;

  DatabaseMeters(OperatingFigures figures) {
    this.figures = figures;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("ingest.database.up", this, meters -> meters.up ? 1 : 0)
        .description(
            "Whether the database answered when it was last asked; else the others are old")
        .register(registry);
    Gauge.builder("ingest.runs.active", this, meters -> meters.last.runs())
        .description("Runs under way, in all processes")
        .register(registry);
    gauges = new Tagged(registry);
  }

  /** Not before: a service that does not get its port ends at once. */
  @Override
  public void onApplicationEvent(ContextRefreshedEvent event) {
    Tagged tagged = gauges;
    if (tagged != null) {
      Thread.ofPlatform().daemon().name("figures").start(() -> ask(tagged));
    }
  }

  private void ask(Tagged tagged) {
    Duration pause;
    do {
      long begin = System.nanoTime();
      try {
        last = figures.now();
        tagged.show(last);
        up = true;
      } catch (RuntimeException e) {
        up = false;
        log.debug("no figures: {}", e.getMessage());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(SHARE);
      pause = took.compareTo(INTERVAL) > 0 ? took : INTERVAL;
    } while (!stopping.await(pause));
  }

  @Override
  public void close() {
    stopping.tell();
  }

  /** Gauges whose tags come and go with the rows. */
  private static final class Tagged {
    private final MultiGauge files;
    private final MultiGauge bytes;
    private final MultiGauge documents;
    private final MultiGauge chunks;
    private final MultiGauge queueAges;
    private final MultiGauge queueFiles;
    private final MultiGauge queueChunks;
    private final MultiGauge vectors;
    private final MultiGauge fired;
    private final MultiGauge failed;

    Tagged(MeterRegistry registry) {
      files = gauge(registry, "ingest.files", "Files of the ledger");
      bytes = gauge(registry, "ingest.files.bytes", "Bytes of these files");
      documents = gauge(registry, "ingest.documents", "Documents of these files");
      chunks = gauge(registry, "ingest.chunks", "Chunks of these files");
      queueAges = gauge(registry, "ingest.queue.age.seconds", "How long the oldest file waits");
      queueFiles = gauge(registry, "ingest.queue.files", "Files that wait");
      queueChunks = gauge(registry, "ingest.queue.chunks", "Chunks of files that wait");
      vectors = gauge(registry, "ingest.vectors", "Vectors that are stored");
      fired = gauge(registry, "ingest.schedule.fired.seconds", "Last time, in seconds since 1970");
      failed = gauge(registry, "ingest.schedule.failed", "1 when the last time ended in a failure");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String what) {
      return MultiGauge.builder(name).description(what).register(registry);
    }

    void show(Figures now) {
      byState(files, now, Files::files);
      byState(bytes, now, Files::bytes);
      byState(documents, now, Files::documents);
      byState(chunks, now, Files::chunks);
      byQueue(queueAges, now, Files::oldestSeconds, Math::max);
      byQueue(queueFiles, now, Files::files, Double::sum);
      byQueue(queueChunks, now, Files::chunks, Double::sum);
      show(
          vectors,
          now.vectors().stream()
              .map(each -> row((double) each.vectors(), "model", each.model()))
              .toList());
      show(
          fired,
          now.schedules().stream()
              .map(each -> row(each.firedFor(), "schedule", each.schedule()))
              .toList());
      show(
          failed,
          now.schedules().stream()
              .map(
                  each -> row("failed".equals(each.outcome()) ? 1 : 0, "schedule", each.schedule()))
              .toList());
    }

    private static void byState(MultiGauge gauge, Figures now, ToDoubleFunction<Files> value) {
      show(
          gauge,
          now.files().stream()
              .map(
                  each ->
                      row(
                          value.applyAsDouble(each),
                          "state",
                          each.state(),
                          "reason",
                          each.reason()))
              .toList());
    }

    /** A queue that is empty has its zero. */
    private static void byQueue(
        MultiGauge gauge,
        Figures now,
        ToDoubleFunction<Files> value,
        DoubleBinaryOperator together) {
      Map<String, Double> values = new TreeMap<>();
      QUEUES.values().forEach(queue -> values.put(queue, 0.0));
      for (Files each : now.files()) {
        String queue = QUEUES.get(each.state());
        if (queue != null) {
          values.merge(queue, value.applyAsDouble(each), together::applyAsDouble);
        }
      }
      List<Row<?>> rows = new ArrayList<>();
      values.forEach((queue, each) -> rows.add(row(each, "queue", queue)));
      show(gauge, rows);
    }

    private static Row<?> row(double value, String... tags) {
      return Row.of(Tags.of(tags), value);
    }

    private static void show(MultiGauge gauge, List<? extends Row<?>> rows) {
      gauge.register(new ArrayList<Row<?>>(rows), true);
    }
  }
}
