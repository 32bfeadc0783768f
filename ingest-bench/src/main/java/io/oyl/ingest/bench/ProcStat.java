package io.oyl.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux says of a process or of a thread in its {@code stat} file.
 *
 * @param name at most 15 characters of it
 * @param seconds of CPU that it took itself
 * @param childSeconds of CPU of its children that have ended and that it has waited for, and of
 *     theirs
 */
record ProcStat(String name, long parent, double seconds, double childSeconds) {
  /** The unit of the file, the same on every Linux that Java runs on. */
  private static final double TICKS = 100;

  /** Empty when it has ended, and where there is no such file. */
  static Optional<ProcStat> read(Path stat) {
    try {
      return Optional.of(parse(Files.readString(stat)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The fields of proc_pid_stat(5); the name may have brackets and spaces in it. */
  static ProcStat parse(String stat) {
    int nameEnd = stat.lastIndexOf(')');
    String[] fields = stat.substring(nameEnd + 2).split(" ", -1); // from the third field on
    return new ProcStat(
        stat.substring(stat.indexOf('(') + 1, nameEnd),
        Long.parseLong(fields[1]),
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS,
        (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS);
  }

  /** The name without the number at its end. */
  String kind() {
    return name.replaceFirst("[-#]?\\d+$", "");
  }
}
