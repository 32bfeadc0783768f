package io.oyl.ingest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All measurements and what follows from them.
 *
 * @param medians over the rounds, one for each pipeline and token limit
 * @param ratios what is divided by what stands in the key; above 1 is better for ours, but for
 *     those to the floor
 */
record Report(
    String machine,
    int files,
    long bytes,
    List<Sample> medians,
    Map<String, Double> ratios,
    List<Sample> samples) {

  static Report of(Corpus corpus, List<Sample> samples) {
    List<Sample> medians = new ArrayList<>();
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (int limit : distinct(samples.stream().map(Sample::maxTokens))) {
      List<Sample> ofLimit =
          samples.stream().filter(sample -> sample.maxTokens() == limit).toList();
      Map<String, Sample> byName = new LinkedHashMap<>();
      for (String pipeline : distinct(ofLimit.stream().map(Sample::pipeline))) {
        byName.put(
            pipeline, median(ofLimit.stream().filter(s -> s.pipeline().equals(pipeline)).toList()));
      }
      medians.addAll(byName.values());
      ratios(limit, byName, ratios);
    }
    return new Report(
        thisMachine(), corpus.files().size(), corpus.bytes(), medians, ratios, samples);
  }

  private static void ratios(int limit, Map<String, Sample> medians, Map<String, Double> ratios) {
    Sample ours = medians.get(Bench.OURS);
    if (ours == null) {
      return;
    }
    for (String peer : List.of(PipelineProcess.LANGCHAIN4J, PipelineProcess.SPRING_AI)) {
      Sample other = medians.get(peer);
      if (other != null) {
        ratios.put(
            "documents/s of ours to %s at %d tokens".formatted(peer, limit),
            rate(ours) / rate(other));
      }
    }
    Sample floor = medians.get(PipelineProcess.FLOOR);
    if (floor != null) {
      double least =
          floor.stages().getOrDefault("parse", 0.0) + floor.stages().getOrDefault("embed", 0.0);
      ratios.put(
          "seconds of ours to floor (parse + embed) at %d tokens".formatted(limit),
          ours.seconds() / least);
      double marks =
          floor.stages().getOrDefault("chunk", 0.0) + floor.stages().getOrDefault("tag", 0.0);
      ratios.put(
          "share of chunking and tagging in parse + chunk + tag at %d tokens".formatted(limit),
          marks / (floor.stages().getOrDefault("parse", 0.0) + marks));
      Sample remote = medians.get(Bench.REMOTE);
      if (remote != null) {
        ratios.put(
            "seconds of ours, remote, to parse at %d tokens".formatted(limit),
            remote.seconds() / floor.stages().getOrDefault("parse", 0.0));
      }
    }
    for (String again : List.of(Bench.UNCHANGED, Bench.CHANGED)) {
      Sample sample = medians.get(again);
      if (sample != null) {
        ratios.put(
            "seconds of cold to %s at %d tokens".formatted(again, limit),
            ours.seconds() / sample.seconds());
        ratios.put(
            "seconds of cold to %s at %d tokens, steps only".formatted(again, limit),
            steps(ours) / steps(sample));
      }
    }
  }

  private static double rate(Sample sample) {
    return sample.documents() / sample.seconds();
  }

  /** Without the start of the JVM and of the program. */
  private static double steps(Sample sample) {
    return sample.stages().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Sample median(List<Sample> rounds) {
    Sample any = rounds.getFirst();
    Map<String, Double> stages = new LinkedHashMap<>();
    for (String stage : any.stages().keySet()) {
      stages.put(stage, median(rounds, sample -> sample.stages().getOrDefault(stage, 0.0)));
    }
    return new Sample(
        any.pipeline(),
        any.maxTokens(),
        0,
        median(rounds, Sample::seconds),
        stages,
        (int) median(rounds, Sample::documents),
        (int) median(rounds, Sample::lost),
        (long) median(rounds, Sample::chunks),
        (int) median(rounds, Sample::blank),
        (long) median(rounds, Sample::mainMegabytes),
        (long) median(rounds, Sample::childMegabytes),
        (long) median(rounds, Sample::totalMegabytes));
  }

  private static double median(List<Sample> rounds, ToDoubleFunction<Sample> value) {
    double[] values = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static <T> Set<T> distinct(Stream<T> values) {
    return values.collect(LinkedHashSet::new, Set::add, Set::addAll);
  }

  private static String thisMachine() {
    String processor = "";
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("");
    } catch (IOException e) {
      // no Linux
    }
    return "%d cores of %s, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor.isEmpty() ? System.getProperty("os.arch") : processor,
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%s%n%d files, %d KB%n%n".formatted(machine, files, bytes / 1024));
    text.append(
        "%-18s %6s %8s %6s %5s %7s %6s %7s %9s %9s %9s  %s%n"
            .formatted(
                "pipeline",
                "tokens",
                "seconds",
                "docs",
                "lost",
                "chunks",
                "blank",
                "docs/s",
                "chunks/s",
                "MB main",
                "MB child",
                "stages"));
    for (Sample m : medians) {
      text.append(line(m));
    }
    text.append('\n');
    ratios.forEach((what, ratio) -> text.append("%8.2f  %s%n".formatted(ratio, what)));
    return text.toString();
  }

  static String line(Sample sample) {
    return "%-18s %6d %8.2f %6d %5d %7d %6d %7.1f %9.1f %9d %9d  %s%n"
        .formatted(
            sample.pipeline(),
            sample.maxTokens(),
            sample.seconds(),
            sample.documents(),
            sample.lost(),
            sample.chunks(),
            sample.blank(),
            rate(sample),
            sample.chunks() / sample.seconds(),
            sample.mainMegabytes(),
            sample.childMegabytes(),
            stages(sample.stages()));
  }

  private static String stages(Map<String, Double> stages) {
    List<String> all = new ArrayList<>();
    stages.forEach(
        (name, seconds) -> all.add(String.format(Locale.ROOT, "%s %.2f", name, seconds)));
    return String.join(", ", all);
  }
}
