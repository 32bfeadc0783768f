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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All measurements and what follows from them.
 *
 * @param medians over the rounds, one for each pipeline and token limit
 * @param ratios what is divided by what stands in the key; above 1 is better for ours, but for
 *     those to the floor and those of CPU
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
      ratios.putAll(Ratios.of(limit, byName));
    }
    return new Report(
        thisMachine(), corpus.files().size(), corpus.bytes(), medians, ratios, samples);
  }

  private static Sample median(List<Sample> rounds) {
    Sample any = rounds.getFirst();
    return new Sample(
        any.pipeline(),
        any.maxTokens(),
        0,
        median(rounds, Sample::seconds),
        medians(rounds, Sample::stages),
        (int) median(rounds, Sample::documents),
        (int) median(rounds, Sample::lost),
        (long) median(rounds, Sample::chunks),
        (int) median(rounds, Sample::blank),
        (long) median(rounds, Sample::mainMegabytes),
        (long) median(rounds, Sample::childMegabytes),
        (long) median(rounds, Sample::totalMegabytes),
        new Cpu(
            median(rounds, sample -> sample.cpu().processes()),
            median(rounds, sample -> sample.cpu().database()),
            medians(rounds, sample -> sample.cpu().stages()),
            medians(rounds, sample -> sample.cpu().threads())));
  }

  private static Map<String, Double> medians(
      List<Sample> rounds, Function<Sample, Map<String, Double>> values) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : values.apply(rounds.getFirst()).keySet()) {
      medians.put(name, median(rounds, sample -> values.apply(sample).getOrDefault(name, 0.0)));
    }
    return medians;
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
        "%-18s %6s %8s %7s %7s %6s %5s %7s %6s %7s %9s %9s %9s  %s%n"
            .formatted(
                "pipeline",
                "tokens",
                "seconds",
                "CPU s",
                "DB CPU",
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
    return "%-18s %6d %8.2f %7.1f %7.1f %6d %5d %7d %6d %7.1f %9.1f %9d %9d  %s%n"
        .formatted(
            sample.pipeline(),
            sample.maxTokens(),
            sample.seconds(),
            sample.cpu().processes(),
            sample.cpu().database(),
            sample.documents(),
            sample.lost(),
            sample.chunks(),
            sample.blank(),
            sample.documentsPerSecond(),
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
