package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.Plan;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.report.Printable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code plan PATH…}. */
@Command(
    name = "plan",
    description = {
      "Show what run would do with these folders and files; nothing is written.",
      "",
      "What has changed is read and split as a run would do it, so the chunks and tokens to embed"
          + " are exact. Set ingest.run.price-per-million-tokens to see what they cost."
    },
    footer = {"  bin/ingest plan ~/contracts --reference contracts"})
final class PlanCommand implements Callable<Integer> {
  private static final int MAX_NAMES = 10;

  private final Console console;
  private final Database database;

  @Mixin ReadOptions read = new ReadOptions();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  PlanCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() {
    RunRequest asked = read.request(scope.names());
    try (Ingest ingest = database.open()) {
      RunRequest request = asked.settling(read.settle(ingest.schedules()));
      RunProgress progress = console.progress(common.quiet);
      Plan plan;
      try {
        plan = ingest.plan(request, progress);
      } finally {
        progress.ended();
      }
      if (common.json) {
        console.json(Answers.plan(plan));
      } else {
        print(plan);
      }
      return ExitCode.COMPLETE;
    }
  }

  void print(Plan plan) {
    if (plan.isEmpty()) {
      console.line("Nothing to do: " + Console.count(plan.unchanged(), "unchanged file") + ".");
    }
    files("add", plan.add());
    files("change", plan.change());
    if (plan.outdated() > 0) {
      console.line(
          String.format(
              Locale.ROOT,
              "  %,d of these were read with other settings or by another version of the program",
              plan.outdated()));
    }
    files("remove", plan.remove());
    files("keep", plan.keep());
    if (!plan.keep().isEmpty()) {
      console.line("  gone from the source and kept; --sweep=always removes them");
    }
    if (plan.isEmpty()) {
      return;
    }
    console.line(
        String.format(
            Locale.ROOT,
            "unchanged  %,d%s",
            plan.unchanged(),
            plan.moved() == 0 ? "" : String.format(Locale.ROOT, " (%,d moved)", plan.moved())));
    if (plan.unreadable() > 0) {
      console.line(Console.count(plan.unreadable(), "file") + " of these would end in quarantine");
    }
    if (plan.chunks() > 0) {
      console.line(String.format(Locale.ROOT, "chunks     %,d", plan.chunks()));
    }
    console.line(
        String.format(
            Locale.ROOT,
            "embed      %s, %,d tokens%s",
            Console.count(plan.toEmbed(), "chunk"),
            plan.tokens(),
            plan.price() == null
                ? ""
                : ", price " + plan.price().stripTrailingZeros().toPlainString()));
  }

  private void files(String what, List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    console.line(String.format(Locale.ROOT, "%-10s %,d", what, keys.size()));
    keys.stream().limit(MAX_NAMES).forEach(key -> console.line("  " + Printable.of(key)));
    if (keys.size() > MAX_NAMES) {
      console.line(
          String.format(Locale.ROOT, "  and %,d more (--json has all)", keys.size() - MAX_NAMES));
    }
  }
}
