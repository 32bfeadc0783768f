package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.operate.Outcome;
import io.oyl.ingest.operate.Schedule;
import io.oyl.ingest.operate.Schedules;
import io.oyl.ingest.operate.Stopping;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.ScopeNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code schedule [NAME…]}. */
@Command(
    name = "schedule",
    description = {
      "Run by schedule, as a service: those of ingest.schedules, or the one that options describe.",
      "",
      "A schedule never overlaps itself or a run by hand of the same source: it waits or skips."
          + " What fails for the database or the model is tried again by itself. SIGTERM ends it at"
          + " the next commit, and the next start goes on from there."
    },
    footer = {
      "  bin/ingest schedule                               all of INGEST_HOME/application.yaml",
      "  bin/ingest schedule --cron '*/5 * * * *' --inbox /srv/uploads --reference uploads",
      "  bin/ingest schedule --once                        what is due, for a timer",
      "  bin/ingest schedule --once nightly                this one now, for a CronJob"
    })
final class ScheduleCommand implements Callable<Integer> {
  private final Console console;
  private final Environment environment;
  private final Database database;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Names of schedules (default: all); with --inbox or --path, its name.")
  List<String> names = List.of();

  @Option(
      names = "--once",
      description = "Run what is due, or the named ones in any case, each once, and end.")
  boolean once;

  @Mixin ScheduleOptions options = new ScheduleOptions();
  @Mixin EndpointOptions endpoint = new EndpointOptions();
  @Mixin LogFormatOption log = new LogFormatOption();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  ScheduleCommand(Console console, Environment environment, Database database) {
    this.console = console;
    this.environment = environment;
    this.database = database;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (once) {
      endpoint.requireNone();
    }
    Map<String, ScheduleSettings> described = options.described(names, once, scope);
    List<Schedule> schedules = described.isEmpty() ? configured() : schedules(described);
    Stopping stopping = new Stopping();
    try (Ingest ingest = once ? database.open() : database.serve(endpoint)) {
      ingest.onExit(stopping::tell);
      console.letAnswerFollow();
      Schedules service = new Schedules(ingest, schedules, stopping);
      if (!once) {
        service.serve();
        return new OutcomeList(console).ended(common.json);
      }
      List<Outcome> outcomes = service.once(!names.isEmpty() || !described.isEmpty());
      new OutcomeList(console).print(outcomes, "schedules", common.json);
      return OutcomeList.exitCode(outcomes);
    }
  }

  /** Before the database and the port are opened: there may be nothing to do. */
  private List<Schedule> configured() {
    try (Ingest settings = Ingest.withoutDatabase(environment.home())) {
      return named(settings.schedules());
    }
  }

  private List<Schedule> named(Map<String, ScheduleSettings> settings) {
    if (settings.isEmpty()) {
      throw new UsageException(
          "there is no schedule: describe one by --cron and --inbox or --path, or as"
              + " ingest.schedules in INGEST_HOME/application.yaml");
    }
    for (String name : names) {
      if (!settings.containsKey(name)) {
        throw new UsageException(
            "there is no schedule "
                + Printable.of(name)
                + ": "
                + String.join(", ", settings.keySet()));
      }
    }
    List<Schedule> schedules = new ArrayList<>();
    for (Schedule schedule : schedules(settings)) {
      if (names.isEmpty() || names.contains(schedule.name())) {
        schedules.add(schedule);
      }
    }
    return schedules;
  }

  private List<Schedule> schedules(Map<String, ScheduleSettings> settings) {
    List<Schedule> schedules = new ArrayList<>();
    settings.forEach(
        (name, each) ->
            schedules.add(
                new Schedule(
                    name,
                    each,
                    new ScopeNames(
                        orDefault(each.tenant()),
                        orDefault(each.workspace()),
                        orDefault(each.reference())),
                    () ->
                        RunTargets.of(
                            each.paths().stream().map(Path::toString).toList(), each.source()))));
    return schedules;
  }

  private static String orDefault(@Nullable String name) {
    return name == null || name.isBlank() ? ScopeOptions.DEFAULT : name;
  }
}
