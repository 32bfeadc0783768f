package io.oyl.ingest.job;

import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.store.LeaseLostException;
import io.oyl.ingest.store.NameRefusedException;
import io.oyl.ingest.store.OtherModelException;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SourceBusyException;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * The whole program behind one door: opens the database, brings its tables up to date and starts
 * what a command needs, no earlier than it needs it. What it does to the rows of a source goes
 * through here; what it holds, ran and keeps in order are parts of their own.
 */
public final class Ingest implements AutoCloseable {
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
    return new Ingest(new Opening(database, home).forCommand());
  }

  /**
   * As {@link #open}, for a service.
   *
   * @param configuration makes what the service has beside the program's parts
   * @param properties settings that win over the file's, each as {@code --name=value}
   */
  public static Ingest serve(
      DatabaseSettings database, Path home, Class<?> configuration, List<String> properties) {
    return new Ingest(new Opening(database, home).forService(configuration, properties));
  }

  /**
   * Opens the database for a command that only looks, which takes a fraction of the time; brings
   * its tables up to date first where they are not.
   *
   * @throws RunFailedException when the database cannot be reached or brought up to date
   */
  public static Views look(DatabaseSettings database, Path home) {
    return new Opening(database, home).look();
  }

  /**
   * Starts what works without a database: {@link #preview} and nothing else.
   *
   * @throws SettingsException when a setting is wrong
   */
  public static Ingest withoutDatabase(Path home) {
    return new Ingest(Opening.withoutDatabase(home));
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
   * @throws NameRefusedException when the scope is to be made and cannot have this name
   * @throws OtherModelException when the reference has vectors of another model
   * @throws SourceBusyException when another run reads one of the sources, still
   */
  public RunReport run(RunRequest request, Duration patience, RunProgress progress) {
    try {
      return part(RunLauncher.class).run(request, patience, progress, stopping);
    } catch (OtherModelException
        | SourceBusyException
        | RunFailedException
        | SettingsException
        | NameRefusedException e) {
      throw e;
    } catch (LeaseLostException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new RunFailedException("cannot read the source: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new RunFailedException("the run could not finish: " + Sentence.of(e), e);
    }
  }

  /**
   * Reads files again, whether they have changed or not. Throws as {@link #run} does; what it did
   * not come to is as it was, or pending, and the next retry goes on with it.
   */
  public RunReport retry(Scope scope, List<Target> files, Duration patience, RunProgress progress) {
    part(RunLauncher.class).noteRetry(scope, files);
    return run(RunRequest.again(scope.names(), files), patience, progress);
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
      throw new RunFailedException("cannot read the source: " + Sentence.of(e), e);
    } catch (Exception e) {
      throw new RunFailedException("the plan could not be made: " + Sentence.of(e), e);
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
      throw new RunFailedException("the vectors could not be made: " + Sentence.of(e), e);
    }
  }

  /**
   * What a file would become; nothing is written.
   *
   * @throws IOException when there is no such file
   */
  public Preview preview(Path file) throws IOException, InterruptedException {
    return Preview.of(file, part(ReferenceStages.class).preferred());
  }

  /** The scope if it exists; only {@link #run} makes one. */
  public Optional<Scope> scope(ScopeNames names) {
    return context.getBean(ScopeTable.class).find(names);
  }

  /** What references hold: files and passages. */
  public Contents contents() {
    return part(Contents.class);
  }

  /** What ran and runs. */
  public Runs runs() {
    return part(Runs.class);
  }

  /** Proof, repair and removal for good. */
  public Upkeep upkeep() {
    return part(Upkeep.class);
  }

  /** API keys that workspaces have of their own. */
  public Secrets secrets() {
    return part(Secrets.class);
  }

  /** The model that the settings name. */
  public Embedder embedder() {
    return part(ModelCatalog.class).preferred();
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

  @Override
  public void close() {
    context.close();
    stopping.close();
  }

  /** A part that is made from settings, with the setting named when it is wrong. */
  private <T> T part(Class<T> type) {
    return WrongSetting.named(() -> context.getBean(type));
  }
}
