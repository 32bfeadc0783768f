package io.oyl.ingest.extract.process;

import static java.util.Objects.requireNonNull;

import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.ocr.TesseractOCRConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.jspecify.annotations.Nullable;

/**
 * What isolation costs: the same files by plain Tika, by our reader in this process, and by our
 * reader in processes of its own, as many at a time as there are cores. First each way in a JVM
 * that has just started, as for a short run; then all in turn until they are warm, everything with
 * the quick compiler, as commands and their first processes run; then with the optimizing one, as
 * what runs for long does. Started by {@code bin/bench-extraction}.
 */
final class ExtractionBenchmark {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int STARTS = 3;
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  /** Rounds that do not count. Each process has the optimizing compiler at work for some 20. */
  private static final int WARM_UP = 3;

  private static final int LONG_WARM_UP = 20;

  private ExtractionBenchmark() {}

  /** Takes a folder and a number of rounds; from itself also how long it runs, or the way. */
  public static void main(String[] args) throws Exception {
    List<Path> files = files(Path.of(args[0]));
    int rounds = Integer.parseInt(args[1]);
    switch (args.length > 2 ? args[2] : "all") {
      case "all" -> all(args[0], files.size(), rounds);
      case "quick" -> warm(files, rounds, WARM_UP, WorkerStart.ofThisProgram());
      case "optimizing" ->
          warm(files, rounds, LONG_WARM_UP, WorkerStart.ofThisProgram().forManyFiles());
      case String way -> once(files, Integer.parseInt(way));
    }
  }

  private static void all(String folder, int files, int rounds) throws Exception {
    System.out.printf(Locale.ROOT, "%d files, %d at a time%n", files, CORES);
    List<Way> ways = ways(null);
    for (int start = 0; start < STARTS; start++) {
      for (int i = 0; i < ways.size(); i++) {
        ways.get(i).seconds.add(inNewJvm(folder, rounds, Integer.toString(i), List.of()));
      }
    }
    tell(ways, files, "once, with the start of the JVM; medians of " + STARTS);
    inNewJvm(folder, rounds, "quick", List.of(QUICK));
    inNewJvm(folder, rounds, "optimizing", List.of());
  }

  private static void once(List<Path> files, int way) throws Exception {
    try (ForkedExtractor forks = forks(WorkerStart.ofThisProgram());
        ExecutorService threads = Executors.newFixedThreadPool(CORES)) {
      ways(forks).get(way).run(files, threads);
    }
  }

  private static void warm(List<Path> files, int rounds, int warmUp, WorkerStart start)
      throws Exception {
    try (ForkedExtractor forks = forks(start);
        ExecutorService threads = Executors.newFixedThreadPool(CORES)) {
      List<Way> ways = ways(forks);
      for (int round = 1; round <= warmUp + rounds; round++) {
        for (Way way : ways) {
          double took = way.run(files, threads);
          System.out.printf(Locale.ROOT, "round %d: %s %.2f s%n", round, way.name, took);
          if (round > warmUp) {
            way.seconds.add(took);
          }
        }
      }
      tell(
          ways,
          files.size(),
          "warm, all with the %s compiler; medians of %d rounds after %d"
              .formatted(start.optimizing() ? "optimizing" : "quick", rounds, warmUp));
    }
  }

  private static ForkedExtractor forks(WorkerStart start) {
    return new ForkedExtractor(settings(), new ExtractCounts(), start);
  }

  private static ExtractSettings settings() {
    ExtractSettings own = ExtractSettings.defaults();
    return new ExtractSettings(
        own.timeout(),
        own.heapMegabytes(),
        CORES,
        own.filesPerFork(),
        own.maxFileBytes(),
        own.maxTextCharacters(),
        own.maxEmbedded(),
        own.maxDepth(),
        own.maxTempMegabytes(),
        own.maxUnpackedMegabytes(),
        OcrSettings.off());
  }

  /** The last one reads nothing without processes. */
  private static List<Way> ways(@Nullable ForkedExtractor forks) {
    AutoDetectParser tika = new AutoDetectParser();
    LanguageDetection languages = new LanguageDetection();
    ThreadLocal<TikaReader> readers = ThreadLocal.withInitial(ExtractionBenchmark::reader);
    return List.of(
        new Way("plain Tika, in process", file -> plain(tika, file)),
        new Way(
            "our reader, in process",
            file -> {
              Extraction extraction = readers.get().read(Request.whole(file, Duration.ofHours(1)));
              if (extraction instanceof Extraction.Extracted extracted) {
                extracted.documents().forEach(document -> languages.of(document.text()));
              }
              return length(extraction);
            }),
        new Way("our reader, isolated", file -> length(requireNonNull(forks).extract(file))));
  }

  private static double inNewJvm(String folder, int rounds, String what, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(ExtractionBenchmark.class.getName(), folder, Integer.toString(rounds), what));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a measured JVM failed");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void tell(List<Way> ways, int files, String what) {
    System.out.printf("%n%s%n", what);
    for (Way way : ways) {
      System.out.printf(
          Locale.ROOT,
          "%-24s %7.2f s  %6.1f files/s  %5.2f of plain Tika's time%s%n",
          way.name,
          way.median(),
          files / way.median(),
          way.median() / ways.getFirst().median(),
          way.text == 0 ? "" : "  %,d characters".formatted(way.text));
    }
    System.out.printf(
        Locale.ROOT,
        "isolation costs %+.1f %% of the time of our reader in process%n",
        100 * (ways.get(2).median() / ways.get(1).median() - 1));
  }

  private interface Reading {
    /** UTF-16 units of text. */
    long read(Path file) throws Exception;
  }

  /** A way to read files, and how long it took in each round that counts. */
  private static final class Way {
    private final String name;
    private final Reading reading;
    private final List<Double> seconds = new ArrayList<>();
    private long text;

    Way(String name, Reading reading) {
      this.name = name;
      this.reading = reading;
    }

    double run(List<Path> files, ExecutorService threads) throws Exception {
      LongAdder units = new LongAdder();
      long start = System.nanoTime();
      List<Future<?>> tasks = new ArrayList<>();
      for (Path file : files) {
        tasks.add(threads.submit(() -> units.add(guarded(file))));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
      text = units.sum();
      return (System.nanoTime() - start) / 1e9;
    }

    private long guarded(Path file) {
      try {
        return reading.read(file);
      } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
        return 0; // what a file does to a parser is not what is measured
      }
    }

    double median() {
      double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
  }

  private static long plain(AutoDetectParser tika, Path file) throws Exception {
    BodyContentHandler text = new BodyContentHandler(-1);
    TesseractOCRConfig noRecognition = new TesseractOCRConfig();
    noRecognition.setSkipOcr(true);
    ParseContext context = new ParseContext();
    context.set(Parser.class, tika);
    context.set(TesseractOCRConfig.class, noRecognition);
    Metadata metadata = new Metadata();
    try (TikaInputStream stream = TikaInputStream.get(file, metadata)) {
      tika.parse(stream, text, metadata, context);
    }
    return text.toString().length();
  }

  private static long length(Extraction extraction) {
    return switch (extraction) {
      case Extraction.Refused _ -> 0;
      case Extraction.Extracted extracted ->
          extracted.documents().stream().mapToLong(document -> document.text().length()).sum();
    };
  }

  private static TikaReader reader() {
    try {
      return new TikaReader(settings(), null, () -> {});
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
