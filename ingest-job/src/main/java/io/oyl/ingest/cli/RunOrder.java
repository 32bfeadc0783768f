package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.Runs;
import io.oyl.ingest.store.RunsView;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import picocli.CommandLine.Mixin;

/** An order to a run that has not ended, wherever it runs. */
abstract class RunOrder implements Callable<Integer> {
  private final Console console;
  private final Database database;
  private final BiPredicate<Runs, Long> order;
  private final Words words;

  @Mixin RunNumber number = new RunNumber();
  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  /** The {@code order} is false when it comes too late. */
  RunOrder(Console console, Database database, BiPredicate<Runs, Long> order, Words words) {
    this.console = console;
    this.database = database;
    this.order = order;
    this.words = words;
  }

  /**
   * What becomes of the run.
   *
   * @param key in the JSON answer
   * @param done the end of a sentence about the run
   * @param late why the order came too late, between the run's number and its state
   */
  record Words(String key, String done, String late) {}

  @Override
  public Integer call() {
    long run = number.value();
    try (Ingest ingest = database.open()) {
      RunsView.Run found = number.existing(ingest.runs().view(), scope);
      if (!order.test(ingest.runs(), run)) {
        throw new UsageException("run " + run + " " + words.late() + ": it is " + found.state());
      }
      if (common.json) {
        console.json(Map.of("run", run, words.key(), true));
      } else {
        console.line("Run " + run + " " + words.done());
      }
      return ExitCode.COMPLETE;
    }
  }
}
