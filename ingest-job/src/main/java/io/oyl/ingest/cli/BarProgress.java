package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for each step, on a terminal. */
final class BarProgress implements RunProgress {
  private final ProgressLine line;
  private final int columns;
  private @Nullable Bar bar;

  BarProgress(ProgressLine line, int columns) {
    this.line = line;
    this.columns = columns;
  }

  @Override
  public void started(String step, String unit, long total) {
    ended();
    bar = new Bar(step, unit, total);
  }

  @Override
  public void advanced(long count) {
    if (bar != null) {
      bar.rendered.stepBy(count);
    }
  }

  @Override
  public void ended() {
    if (bar != null) {
      bar.rendered.close();
      bar.clear();
      bar = null;
    }
  }

  /** Shows what the library has rendered, on its thread, until the bar is taken away. */
  private final class Bar implements ProgressBarConsumer {
    private final ProgressBar rendered;
    private boolean isGone;

    Bar(String step, String unit, long total) {
      rendered =
          new ProgressBarBuilder()
              .setTaskName(step)
              .setInitialMax(total)
              .setUnit(" " + unit, 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .showSpeed()
              .setConsumer(this)
              .build();
    }

    @Override
    public int getMaxRenderedLength() {
      return columns - 1;
    }

    @Override
    public synchronized void accept(String text) {
      try {
        if (!isGone) {
          line.show(text.getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        isGone = true; // nobody looks any more
      }
    }

    @Override
    public synchronized void clear() {
      try {
        isGone = true;
        line.clear();
      } catch (IOException e) {
        // nobody looks any more
      }
    }

    @Override
    public void close() {
      // the library's own idea of the end: leave the bar and begin a new line
    }
  }
}
