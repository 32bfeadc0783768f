package io.oyl.ingest.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --wait[=SECONDS]}: what to do when another run reads the same source. */
final class WaitOption {
  private static final long A_LONG_TIME = 10L * 365 * 24 * 3600;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "" + A_LONG_TIME,
      preprocessor = PathIsNoNumber.class,
      paramLabel = "SECONDS",
      description =
          "Wait for another run of the same source to end, so long at most (default: do not wait;"
              + " without SECONDS: as long as it takes).")
  @Nullable Long seconds;

  Duration patience() {
    long given = seconds == null ? 0 : seconds;
    if (given < 0) {
      throw new UsageException("--wait is a number of seconds from 0 on");
    }
    return Duration.ofSeconds(Math.min(given, A_LONG_TIME));
  }

  /** Or a PATH behind the option would be taken for its number. */
  static final class PathIsNoNumber implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean isDetached = String.valueOf(info.get("separator")).isBlank();
      if (isDetached && (rest.isEmpty() || !rest.peek().matches("-?\\d+"))) {
        rest.push("" + A_LONG_TIME);
      }
      return false;
    }
  }
}
