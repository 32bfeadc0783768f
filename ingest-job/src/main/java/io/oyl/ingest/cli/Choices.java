package io.oyl.ingest.cli;

import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.HybridSearch;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The values that an option may have, as they are written, for help and completion. */
abstract sealed class Choices implements Iterable<String> {
  private final List<String> values;

  private Choices(List<String> values) {
    this.values = values;
  }

  @Override
  public Iterator<String> iterator() {
    return values.iterator();
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  static final class OfState extends Choices {
    OfState() {
      super(FileState.ALL);
    }
  }

  static final class OfMode extends Choices {
    OfMode() {
      super(words(HybridSearch.Mode.values()));
    }
  }

  static final class OfSweep extends Choices {
    OfSweep() {
      super(words(Sweep.values()));
    }
  }

  static final class OfShell extends Choices {
    OfShell() {
      super(words(CompletionCommand.Shell.values()));
    }
  }
}
