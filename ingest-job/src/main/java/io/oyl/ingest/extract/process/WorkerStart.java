package io.oyl.ingest.extract.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM of a parsing process starts from. With a cache of its classes, loaded and linked,
 * and of what {@link WorkerTraining} learned of their methods, it starts in a fraction of the time
 * and soon runs at full speed. A cache of another build or JVM is passed over by the JVM itself.
 *
 * @param cache null for none
 * @param optimizing with HotSpot's optimizing compiler, which takes more time than its code saves
 *     in a process's first few thousand files
 */
record WorkerStart(String classPath, @Nullable Path cache, boolean optimizing) {
  /** Lies beside the program's jar, which it was made from. */
  static final String CACHE = "extraction-worker.aot";

  /** As this program runs. */
  static WorkerStart ofThisProgram() {
    Path jar = jar();
    if (jar != null && Files.isReadable(jar.resolveSibling(CACHE))) {
      // The jar alone, which names its libraries: with any other class path the cache is of no use.
      return new WorkerStart(jar.toString(), jar.resolveSibling(CACHE), false);
    }
    List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return new WorkerStart(String.join(File.pathSeparator, absolute), null, false);
  }

  WorkerStart withoutCache() {
    return new WorkerStart(classPath, null, optimizing);
  }

  WorkerStart forManyFiles() {
    return new WorkerStart(classPath, cache, true);
  }

  private static @Nullable Path jar() {
    CodeSource source = WorkerStart.class.getProtectionDomain().getCodeSource();
    try {
      Path own = source == null ? null : Path.of(source.getLocation().toURI());
      return own != null && Files.isRegularFile(own) ? own : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * The options of its JVM.
   *
   * @param survivesOutOfMemory to read page by page: one that needs too much is left out
   * @param temporary the only folder that it writes to
   */
  List<String> options(int heapMegabytes, boolean survivesOutOfMemory, Path temporary) {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heapMegabytes + "m");
    options.add("-Xss2m");
    options.add("-XX:+UseSerialGC");
    if (!survivesOutOfMemory) {
      options.add("-XX:+ExitOnOutOfMemoryError");
    }
    options.add("-XX:+DisplayVMOutputToStderr");
    options.add("-XX:-UsePerfData");
    options.add("-XX:-CreateCoredumpOnCrash");
    options.add("-XX:ErrorFile=" + temporary.resolve("crash.log"));
    options.add("-Djava.awt.headless=true");
    options.add("-Djava.io.tmpdir=" + temporary);
    options.add("-Duser.home=" + temporary);
    options.add("-Duser.language=en");
    options.add("-Duser.timezone=UTC");
    options.add("-Dfile.encoding=UTF-8");
    options.add("-Dlogback.configurationFile=io/oyl/ingest/extract/process/worker-logback.xml");
    if (!optimizing) {
      options.add("-XX:TieredStopAtLevel=1");
    }
    if (cache != null) {
      options.add("-XX:AOTCache=" + cache);
      // It is no fault when the cache does not fit, and standard output is for messages.
      options.add("-Xlog:disable");
    }
    options.add("-cp");
    options.add(classPath);
    return options;
  }
}
