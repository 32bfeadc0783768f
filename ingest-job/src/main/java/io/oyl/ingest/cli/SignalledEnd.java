package io.oyl.ingest.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that {@code --json} has its one value also when a signal ends the program: the
 * command's own where it is about to come to its end by itself, else an error.
 */
final class SignalledEnd {
  /** A little less than a run that is told to stop is given for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(28);

  /** Whoever reads the answer may have stopped reading. */
  private static final Duration TO_WRITE = Duration.ofSeconds(2);

  private final Console console;
  private final CountDownLatch reached = new CountDownLatch(1);

  private SignalledEnd(Console console) {
    this.console = console;
  }

  /** Watches over the rest of the program where it is asked for JSON. */
  static SignalledEnd watch(Console console, boolean json) {
    SignalledEnd end = new SignalledEnd(console);
    if (json) {
      Runtime.getRuntime().addShutdownHook(new Thread(end::answer, "answer"));
    }
    return end;
  }

  /** The command has ended and said what it had to say. */
  void reached() {
    reached.countDown();
  }

  private void answer() {
    try {
      if (reached.await(console.answerFollows() ? PATIENCE.toSeconds() : 0, TimeUnit.SECONDS)) {
        return;
      }
      Thread.ofPlatform()
          .daemon()
          .start(
              () ->
                  console.breakOff(
                      "a signal ended the program before its answer; the same command again goes"
                          + " on from there"))
          .join(TO_WRITE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
