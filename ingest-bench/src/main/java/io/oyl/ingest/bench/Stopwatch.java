package io.oyl.ingest.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Adds up the wall time of stages, and the CPU time of this process meanwhile. */
final class Stopwatch {
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Map<String, Double> cpuSeconds = new LinkedHashMap<>();

  <T> T time(String stage, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    long cpuStart = system.getProcessCpuTime();
    try {
      return work.call();
    } finally {
      seconds.merge(stage, (System.nanoTime() - start) / 1e9, Double::sum);
      cpuSeconds.merge(stage, (system.getProcessCpuTime() - cpuStart) / 1e9, Double::sum);
    }
  }

  /** In the order in which the stages came first. */
  Map<String, Double> seconds() {
    return seconds;
  }

  /** The same with CPU time. */
  Map<String, Double> cpuSeconds() {
    return cpuSeconds;
  }
}
