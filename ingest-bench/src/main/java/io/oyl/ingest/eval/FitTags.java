package io.oyl.ingest.eval;

import io.oyl.ingest.tag.RankingFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code bin/eval DIR --fit FILE}: the weights of English tags, from {@code DIR/tags}. */
final class FitTags {
  /** How much a candidate of each set weighs; a long paper has many. */
  private static final Map<String, Double> SETS =
      Map.of(
          "inspec_train", 0.5,
          "inspec_valid", 0.5,
          "liaad_SemEval2017", 1.0,
          "liaad_Nguyen2007", 0.6);

  private FitTags() {}

  static void fit(Path folder, Path out, Report report) throws IOException {
    RankingFit fit = new RankingFit(KeyphraseScore::stemmed);
    for (Map.Entry<String, Double> set : SETS.entrySet()) {
      for (JsonNode document : JsonLines.read(folder.resolve("tags/" + set.getKey() + ".jsonl"))) {
        Set<String> keys = new HashSet<>();
        document.get("keys").forEach(key -> keys.add(KeyphraseScore.stemmed(key.asString())));
        fit.add(document.get("text").asString(), keys, set.getValue());
      }
    }
    report.line("%d candidates", fit.candidates());
    StringBuilder lines =
        new StringBuilder(
            "# Weights of EnglishRanking: logarithm of the odds for one unit of each piece of evidence.\n");
    fit.weights()
        .forEach(
            (name, weight) -> lines.append(String.format(Locale.ROOT, "%s %.2f%n", name, weight)));
    Files.writeString(out, lines);
    report.line("wrote %s", out);
  }
}
