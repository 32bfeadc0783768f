package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Progress as lines, one every few seconds, where there is no terminal. */
final class LineProgress implements RunProgress {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintStream err;
  private final InstantSource clock;
  private String step = "";
  private String unit = "";
  private long total;
  private long done;
  private Instant begin = Instant.EPOCH;
  private Instant next = Instant.EPOCH;

  LineProgress(PrintStream err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public void started(String newStep, String newUnit, long newTotal) {
    step = newStep;
    unit = newUnit;
    total = newTotal;
    done = 0;
    begin = clock.instant();
    next = begin.plus(INTERVAL);
  }

  @Override
  public void advanced(long count) {
    done += count;
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      print(now);
      next = now.plus(INTERVAL);
    }
  }

  @Override
  public void ended() {
    if (done > 0) {
      print(clock.instant());
    }
    done = 0;
  }

  private void print(Instant now) {
    String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
    double seconds = Duration.between(begin, now).toMillis() / 1000.0;
    String rate = seconds < 1 ? "" : ", " + rate(done / seconds);
    String left =
        seconds < 1 || total <= done
            ? ""
            : ", about " + Console.seconds(seconds / done * (total - done)) + " left";
    err.print(
        String.format(
            Locale.ROOT,
            "ingest: step %s, %,d%s %s, %s%s%s\n",
            step,
            done,
            of,
            unit,
            Console.seconds(seconds),
            rate,
            left));
    err.flush();
  }

  private String rate(double perSecond) {
    boolean slow = perSecond < 0.1;
    double rate = slow ? perSecond * 60 : perSecond;
    return String.format(
        Locale.ROOT, rate < 10 ? "%.1f %s/%s" : "%,.0f %s/%s", rate, unit, slow ? "min" : "s");
  }
}
