package io.oyl.ingest.job;

import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.FilesView;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.LeaseLostException;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.LedgerTable;
import io.oyl.ingest.store.Migrations;
import io.oyl.ingest.store.OldVectors;
import io.oyl.ingest.store.OtherModelException;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.Refused;
import io.oyl.ingest.store.Purge;
import io.oyl.ingest.store.Repair;
import io.oyl.ingest.store.RequestsTable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.UnsettledView;
import io.oyl.ingest.store.VectorIndex;
import io.oyl.ingest.store.Verification;
import io.oyl.ingest.store.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;

/**
 * The whole program behind one door: opens the database, brings its tables up to date and starts
 * what a command needs, no earlier than it needs it.
 */
public final class Ingest implements AutoCloseable {
  /** Two runs at a time need some six each, and health and figures one. */
  private static final int SERVICE_CONNECTIONS = 16;

  /** No reference has this id. */
  private static final UUID NOBODY = new UUID(0, 0);

  /** So many files of a retry the audit log names; of all it has the number. */
  private static final int AUDITED_KEYS = 100;

  private final ConfigurableApplicationContext context;
  private final StopOnExit stopping = new StopOnExit();

  private Ingest(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /**
   * Opens the database.
   *
   * @param home the folder of the settings file {@code application.yaml}
   * @throws RunFailedException when the database cannot be reached or brought up to date
   * @throws SettingsException when a setting is wrong
   */
  public static Ingest open(DatabaseSettings database, Path home) {
    return migrated(database, start(database, home, WebApplicationType.NONE, List.of(), List.of()));
  }

  /**
   * As {@link #open}, for a service.
   *
   * @param configuration makes what the service has beside the program's parts
   * @param properties settings that win over the file's, each as {@code --name=value}
   */
  public static Ingest serve(
      DatabaseSettings database, Path home, Class<?> configuration, List<String> properties) {
    List<String> all = new ArrayList<>(properties);
    all.add("--spring.datasource.hikari.maximum-pool-size=" + SERVICE_CONNECTIONS);
    all.add("--management.health.diskspace.path=" + home);
    return migrated(
        database, start(database, home, WebApplicationType.SERVLET, List.of(configuration), all));
  }

  private static Ingest migrated(DatabaseSettings database, Ingest ingest) {
    try {
      ingest.part(IngestProperties.class);
      Migrations.migrate(ingest.context.getBean(DataSource.class));
      return ingest;
    } catch (SettingsException e) {
      ingest.close();
      throw e;
    } catch (RuntimeException e) {
      ingest.close();
      throw new RunFailedException(
          "cannot open the database " + database.name() + ": " + sentence(e) + DatabaseHint.of(e),
          e);
    }
  }

  /**
   * Opens the database for a command that only looks, which takes a fraction of the time; brings
   * its tables up to date first where they are not.
   *
   * @throws RunFailedException when the database cannot be reached or brought up to date
   */
  public static Views look(DatabaseSettings database, Path home) {
    Supplier<Optional<Views>> views =
        () -> Views.open(database.url(), database.user(), database.password());
    try {
      Optional<Views> current = views.get();
      if (current.isPresent()) {
        return current.get();
      }
      open(database, home).close();
      return views
          .get()
          .orElseThrow(() -> new IllegalStateException("its tables are not up to date"));
    } catch (SettingsException | RunFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new RunFailedException(
          "cannot open the database " + database.name() + ": " + sentence(e) + DatabaseHint.of(e),
          e);
    }
  }

  /**
   * Starts what works without a database: {@link #preview} and nothing else.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static Ingest withoutDatabase(Path home) {
    Ingest ingest =
        start(
            new DatabaseSettings("jdbc:postgresql:", "", ""),
            home,
            WebApplicationType.NONE,
            List.of(),
            List.of());
    try {
      ingest.part(IngestProperties.class);
      return ingest;
    } catch (SettingsException e) {
      ingest.close();
      throw e;
    }
  }

  private static Ingest start(
      DatabaseSettings database,
      Path home,
      WebApplicationType web,
      List<Class<?>> configurations,
      List<String> properties) {
    List<String> arguments = new ArrayList<>(properties);
    arguments.add("--spring.datasource.url=" + database.url());
    arguments.add("--spring.datasource.username=" + database.user());
    arguments.add("--spring.datasource.password=" + database.password());
    Path settings = home.resolve("application.yaml");
    try {
      return new Ingest(
          new SpringApplicationBuilder(IngestConfiguration.class)
              .sources(configurations.toArray(Class<?>[]::new))
              .web(web)
              .bannerMode(Banner.Mode.OFF)
              .logStartupInfo(false)
              .lazyInitialization(true)
              .registerShutdownHook(false) // a run ends first, see StopOnExit
              .properties(
                  "ingest.embed.native-cache=" + home.resolve("natives"),
                  "spring.config.location=classpath:/application.yaml,optional:" + settings.toUri())
              .run(arguments.toArray(String[]::new)));
    } catch (RuntimeException e) {
      throw new SettingsException("cannot read " + settings + ": " + sentence(e), e);
    }
  }

  /** As {@link #run(RunRequest, Duration, RunProgress)}, without waiting for another run. */
  public RunReport run(RunRequest request, RunProgress progress) {
    return run(request, Duration.ZERO, progress);
  }

  /**
   * Reads what the request names, to the end. One run at a time; when the program is ended
   * meanwhile, the run stops at its next commit.
   *
   * @param patience how long to wait for another run of one of the sources
   * @throws RunFailedException when the run could not finish
   * @throws OtherModelException when the reference has vectors of another model
   * @throws SourceBusyException when another run reads one of the sources, still
   */
  public RunReport run(RunRequest request, Duration patience, RunProgress progress) {
    try {
      return part(RunLauncher.class).run(request, patience, progress, stopping);
    } catch (OtherModelException | SourceBusyException | RunFailedException | SettingsException e) {
      throw e;
    } catch (LeaseLostException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new RunFailedException("cannot read the source: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new RunFailedException("the run could not finish: " + sentence(e), e);
    }
  }

  /**
   * What {@link #run} would do now. Nothing is written.
   *
   * @throws RunFailedException when it cannot be found out
   * @throws OtherModelException when the reference has vectors of another model
   */
  public Plan plan(RunRequest request, RunProgress progress) {
    try {
      return part(Planner.class).plan(request, progress);
    } catch (OtherModelException | SettingsException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw new RunFailedException("cannot read the source: " + sentence(e), e);
    } catch (Exception e) {
      throw new RunFailedException("the plan could not be made: " + sentence(e), e);
    }
  }

  /**
   * Gives a reference another embedding model: its chunks get vectors of that one beside those they
   * have, and when all have, search uses them. Nothing is read again.
   *
   * @param model a name of {@code ingest.models}, {@code default} for the one of {@code
   *     ingest.embed}
   * @throws RunFailedException when it could not finish; running again continues
   * @throws SettingsException when there is no such model, or it does not read the chunks whole
   * @throws SourceBusyException when this is being done already, still
   */
  public ReembedReport reembed(Scope scope, String model, Duration patience, RunProgress progress) {
    try {
      return part(Reembedder.class).reembed(scope, model, patience, progress, stopping);
    } catch (SourceBusyException | RunFailedException | SettingsException e) {
      throw e;
    } catch (JobInterruptedException e) {
      throw new RunFailedException("it was stopped; running again goes on from there", e);
    } catch (LeaseLostException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()), e);
    } catch (Exception e) {
      throw new RunFailedException("the vectors could not be made: " + sentence(e), e);
    }
  }

  /**
   * Removes for good the vectors of models that a reference does not use.
   *
   * @throws SourceBusyException when a run of the tenant is under way
   */
  public OldVectors.Counts dropOldVectors(Scope scope) {
    OldVectors.Counts counts =
        context
            .getBean(Transactions.class)
            .own()
            .execute(
                status -> {
                  OldVectors.Counts dropped = context.getBean(OldVectors.class).drop(scope);
                  context.getBean(AuditTable.class).add(scope, "ingest.drop_old_vectors", dropped);
                  return dropped;
                });
    context.getBean(VectorIndex.class).dropUnused();
    return counts;
  }

  /** Asks a run to stop at its next commit, wherever it runs; false when it does not run. */
  public boolean stop(long run) {
    return context
        .getBean(Transactions.class)
        .own()
        .execute(
            status -> {
              boolean runs = runs().requestStop(run);
              if (runs) {
                context.getBean(AuditTable.class).addOfRun(run, "ingest.stop");
              }
              return runs;
            });
  }

  /**
   * Gives up a run that has not ended; false when it has. It writes nothing any more, its sources
   * are free, and what it did not come to stays pending.
   */
  public boolean abandon(long run) {
    return context
        .getBean(Transactions.class)
        .own()
        .execute(
            status -> {
              boolean abandoned = runs().abandon(run);
              if (abandoned) {
                context.getBean(AuditTable.class).addOfRun(run, "ingest.abandon");
              }
              return abandoned;
            });
  }

  /** What a run was asked to read, to ask for it again; empty when that is not known. */
  public Optional<RunRequest> requestOf(long run) {
    return context
        .getBean(RequestsTable.class)
        .ofRun(run)
        .map(
            asked ->
                new RunRequest(
                    asked.scope(),
                    asked.targets(),
                    Sweep.valueOf(
                        asked.parameters().getOrDefault("sweep", "safe").toUpperCase(Locale.ROOT)),
                    Duration.parse(asked.parameters().getOrDefault("settle", "PT0S")),
                    asked.parameters().getOrDefault("scan", "yes").equals("yes"),
                    "restart of " + run));
  }

  /** The schedules of the settings, by name. */
  public Map<String, ScheduleSettings> schedules() {
    return Objects.requireNonNull(part(IngestProperties.class).schedules());
  }

  /** How a worker looks for what to do. */
  public WorkerSettings worker() {
    return part(IngestProperties.class).worker();
  }

  public SchedulesTable schedulesTable() {
    return context.getBean(SchedulesTable.class);
  }

  /** Sources that have something to settle and that no run holds. */
  public List<UnsettledView.Unsettled> unsettled() {
    return context.getBean(UnsettledView.class).free();
  }

  /** Ends, in the job repository, the runs whose process is dead. */
  public void endDeadRuns() {
    context
        .getBean(Transactions.class)
        .own()
        .executeWithoutResult(status -> runs().endDead(NOBODY, List.of()));
  }

  /** Where a service tells its health and metrics, up to the port; empty without. */
  public Optional<String> httpAddress() {
    Environment environment = context.getEnvironment();
    return Optional.ofNullable(environment.getProperty("local.server.port"))
        .filter(port -> Integer.parseInt(port) > 0)
        .map(port -> "http://" + part(IngestProperties.class).http().host() + ":" + port);
  }

  /** Tells this when the program is told to end, and waits then until {@link #close}. */
  public void onExit(Runnable stop) {
    stopping.tell(stop);
  }

  /**
   * Files of a reference that are quarantined, partial or empty.
   *
   * @param keys only these, all when empty
   * @param reason only those with this reason, null for any
   */
  public List<Target> retryable(Scope scope, List<String> keys, @Nullable String reason) {
    return context.getBean(LedgerTable.class).retryable(scope.referenceId(), keys, reason);
  }

  /**
   * Reads files again, whether they have changed or not. Throws as {@link #run} does; what it did
   * not come to is pending then, and any run goes on with it.
   */
  public RunReport retry(Scope scope, List<Target> files, Duration patience, RunProgress progress) {
    context
        .getBean(Transactions.class)
        .own()
        .executeWithoutResult(
            status -> {
              context.getBean(LedgerTable.class).release(scope.referenceId(), files);
              context
                  .getBean(AuditTable.class)
                  .add(
                      scope,
                      "ingest.retry",
                      Map.of(
                          "files", files.size(),
                          "keys", files.stream().limit(AUDITED_KEYS).map(Target::key).toList()));
            });
    return run(new RunRequest(scope.names(), files).triggeredBy("retry"), patience, progress);
  }

  /**
   * What a file would become; nothing is written.
   *
   * @throws IOException when there is no such file
   */
  public Preview preview(Path file) throws IOException, InterruptedException {
    Path real = file.toRealPath();
    SourceTree tree =
        SourceTree.of(Objects.requireNonNull(real.getParent(), "a file has a folder"));
    String name = String.valueOf(real.getFileName());
    PreparedFile prepared =
        new FilePreparation(part(ReferenceStages.class).preferred())
            .prepare(new LedgerFile(UUID.randomUUID(), tree.root().toString(), name), tree);
    return switch (prepared.outcome()) {
      case Refused refused ->
          new Preview(name, "quarantined", refused.reason(), refused.detail(), List.of());
      case Landed landed -> Preview.of(name, landed.documents());
    };
  }

  /** The scope if it exists; only {@link #run} makes one. */
  public Optional<Scope> scope(ScopeNames names) {
    return context.getBean(ScopeTable.class).find(names);
  }

  /**
   * Passages of a reference that fit a question, best first.
   *
   * @throws OtherModelException when the reference has vectors of another model
   */
  public List<HybridSearch.Hit> search(
      Scope scope, String text, HybridSearch.Mode mode, int count) {
    EmbeddingVector query = mode == HybridSearch.Mode.TEXT ? null : embed(scope, text);
    return context
        .getBean(Transactions.class)
        .own()
        .execute(
            status -> context.getBean(HybridSearch.class).search(scope, text, query, mode, count));
  }

  /** The model that the settings name. */
  public Embedder embedder() {
    return part(ModelCatalog.class).preferred();
  }

  private EmbeddingVector embed(Scope scope, String text) {
    Embedder embedder = part(ReferenceStages.class).embedder(scope);
    return embedder.embedQuery(text);
  }

  /**
   * Removes for good what was removed softly before a time.
   *
   * @param dryRun only count
   * @throws SourceBusyException when a run of the tenant is under way
   */
  public Purge.Counts purge(Scope scope, OffsetDateTime before, boolean dryRun) {
    return context
        .getBean(Transactions.class)
        .own()
        .execute(
            status -> {
              Purge.Counts counts = context.getBean(Purge.class).purge(scope, before);
              if (dryRun) {
                status.setRollbackOnly();
              } else {
                context.getBean(AuditTable.class).add(scope, "ingest.purge", counts);
              }
              return counts;
            });
  }

  /** Hands over the files of a reference, as {@link FilesView#forEach} does. */
  public void forEachFile(
      Scope scope, List<String> states, Consumer<FilesView.FileWithReceipts> consumer) {
    context
        .getBean(Transactions.class)
        .own()
        .executeWithoutResult(
            status ->
                context.getBean(FilesView.class).forEach(scope.referenceId(), states, consumer));
  }

  /** Files of these targets that are not complete: how many, and the first of them. */
  public FilesView.Incomplete incomplete(Scope scope, List<Target> targets, int limit) {
    return context.getBean(FilesView.class).incomplete(scope.referenceId(), targets, limit);
  }

  public RunsView runs() {
    return context.getBean(RunsView.class);
  }

  public Verification verification() {
    return context.getBean(Verification.class);
  }

  /**
   * Puts right what {@link #verification} finds, as far as it follows from what is stored.
   *
   * @throws SourceBusyException when a run is under way
   */
  public List<Repair.Done> repair() {
    return context
        .getBean(Transactions.class)
        .own()
        .execute(status -> context.getBean(Repair.class).run());
  }

  @Override
  public void close() {
    context.close();
    stopping.close();
  }

  /** A part that is made from settings, with the setting named when it is wrong. */
  private <T> T part(Class<T> type) {
    try {
      return context.getBean(type);
    } catch (BeansException e) {
      throw WrongSetting.in(e).orElseThrow(() -> e);
    }
  }

  /** The cause that says most, in one line. */
  static String sentence(Throwable e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    String message = cause.getMessage();
    String line = message == null || message.isBlank() ? cause.toString() : message;
    return line.lines().findFirst().orElse(line);
  }
}
