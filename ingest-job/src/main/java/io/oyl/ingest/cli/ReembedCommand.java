package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.ReembedReport;
import io.oyl.ingest.store.OldVectors;
import io.oyl.ingest.store.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reembed}. */
@Command(
    name = "reembed",
    description = {
      "Give a reference another embedding model; no file is read again.",
      "",
      "Its passages get vectors of the new model beside those they have, while search goes on with"
          + " the old ones. When none is missing, search is switched over at once. The old vectors"
          + " stay: the same command with the old model's name goes back, and --drop-old removes"
          + " them for good. Models are named in the settings: ingest.models.NAME has the"
          + " properties of ingest.embed, and \"default\" is the model of ingest.embed itself."
    },
    footer = {
      "  bin/ingest reembed --model large --reference contracts",
      "  bin/ingest reembed --model default --reference contracts",
      "  bin/ingest reembed --drop-old --reference contracts"
    })
final class ReembedCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model to use from now on; also the way back.")
  @Nullable String model;

  @Option(
      names = "--drop-old",
      description = "Remove the vectors of all models that the reference does not use (any more).")
  boolean dropOld;

  @Mixin WaitOption wait = new WaitOption();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  ReembedCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    if (model == null && !dropOld) {
      throw new UsageException("reembed needs --model NAME, --drop-old or both");
    }
    try (Ingest ingest = database.open()) {
      Scope found = ScopeOptions.existing(ingest, scope.names());
      Map<String, Object> answer = new LinkedHashMap<>();
      if (model != null) {
        answer.putAll(reembed(ingest, found, model));
      }
      if (dropOld) {
        OldVectors.Counts dropped = ingest.upkeep().dropOldVectors(found);
        answer.put(
            "dropped", Map.of("embeddings", dropped.embeddings(), "vectors", dropped.vectors()));
        say("Removed " + Console.count(dropped.vectors(), "vector") + " of other models.");
      }
      if (common.json) {
        console.json(answer);
      }
      return ExitCode.COMPLETE;
    }
  }

  private Map<String, Object> reembed(Ingest ingest, Scope found, String name) {
    ReembedReport report =
        new RunWatch(console, common)
            .watch(progress -> ingest.reembed(found, name, wait.patience(), progress));
    say(
        report.run() == null
            ? "The reference has " + report.model() + " already."
            : "The reference has "
                + report.model()
                + " now: "
                + Console.count(report.embedded(), "vector")
                + " embedded, "
                + report.reused()
                + " reused. It had "
                + report.before()
                + ".");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("run", report.run());
    answer.put("before", report.before());
    answer.put("model", report.model());
    answer.put("vectors", Map.of("embedded", report.embedded(), "reused", report.reused()));
    return answer;
  }

  private void say(String line) {
    if (!common.json) {
      console.line(line);
    }
  }
}
