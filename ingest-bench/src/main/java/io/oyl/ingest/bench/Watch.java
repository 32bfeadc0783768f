package io.oyl.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is seen of a program and of the processes that it started, look by look: what one of them
 * did after the last look before its end is missed.
 */
final class Watch {
  private final ProcessHandle program;
  private final Map<Long, Long> peaks = new HashMap<>();
  private final Map<Long, Double> cpuOfProcesses = new HashMap<>();
  private final Map<Path, ProcStat> threads = new HashMap<>();
  private long total;

  Watch(ProcessHandle program) {
    this.program = program;
  }

  void look() {
    List<ProcessHandle> all = Stream.concat(Stream.of(program), program.descendants()).toList();
    long sum = 0;
    for (ProcessHandle process : all) {
      long pid = process.pid();
      peaks.merge(pid, megabytes(pid, "VmHWM:"), Math::max);
      sum += megabytes(pid, "VmRSS:");
      ProcStat.read(folder(pid).resolve("stat"))
          .ifPresent(stat -> cpuOfProcesses.merge(pid, stat.seconds(), Math::max));
    }
    total = Math.max(total, sum);
    try (Stream<Path> tasks = Files.list(folder(program.pid()).resolve("task"))) {
      tasks.forEach(
          task -> ProcStat.read(task.resolve("stat")).ifPresent(stat -> threads.put(task, stat)));
    } catch (IOException e) {
      // it has just ended, or this is no Linux
    }
  }

  /** Peak resident memory of the program itself. */
  long mainMegabytes() {
    return peaks.getOrDefault(program.pid(), 0L);
  }

  /** The largest peak among the processes that it started. */
  long childMegabytes() {
    return peaks.entrySet().stream()
        .filter(peak -> peak.getKey() != program.pid())
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /** The largest sum over all of them at one moment. */
  long totalMegabytes() {
    return total;
  }

  /** CPU seconds of all of them. */
  double cpuSeconds() {
    return cpuOfProcesses.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** CPU seconds of the program's own threads by the kind of their names. */
  Map<String, Double> cpuSecondsOfThreads() {
    Map<String, Double> seconds = new TreeMap<>();
    threads.values().forEach(stat -> seconds.merge(stat.kind(), stat.seconds(), Double::sum));
    return seconds;
  }

  private static long megabytes(long pid, String field) {
    try (Stream<String> lines = Files.lines(folder(pid).resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      return 0; // it has just ended, or this is no Linux
    }
  }

  private static Path folder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }
}
