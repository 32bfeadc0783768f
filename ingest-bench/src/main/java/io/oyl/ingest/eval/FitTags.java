package io.oyl.ingest.eval;

import io.oyl.ingest.tag.RankingFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** {@code bin/eval DIR --fit FILE}: the weights of English tags, from {@code DIR/tags}. */
final class FitTags {
  /** Documents of one kind. */
  private record LabelledSet(String name, double weight) {}

  /** How much a candidate of each set weighs; a long paper has many. */
  private static final List<LabelledSet> SETS =
      List.of(
          new LabelledSet("inspec_train", 0.5),
          new LabelledSet("inspec_valid", 0.5),
          new LabelledSet("liaad_SemEval2017", 1),
          new LabelledSet("liaad_Nguyen2007", 0.6));

  private FitTags() {}

  static boolean isIn(Path folder) {
    return SETS.stream().allMatch(set -> Files.isRegularFile(file(folder, set)));
  }

  static void fit(Path folder, Path out, Report report) throws IOException {
    RankingFit fit = new RankingFit(KeyphraseScore::stemmed);
    for (LabelledSet set : SETS) {
      for (JsonNode document : JsonLines.read(file(folder, set))) {
        Set<String> keys = new HashSet<>();
        document.get("keys").forEach(key -> keys.add(KeyphraseScore.stemmed(key.asString())));
        fit.add(document.get("text").asString(), keys, set.weight());
      }
    }
    report.line("%d candidates", fit.candidates());
    StringBuilder lines =
        new StringBuilder(
            "# Weights of EnglishRanking: logarithm of the odds for one unit of each piece of evidence.\n");
    fit.weights()
        .forEach(
            (name, weight) -> lines.append(String.format(Locale.ROOT, "%s %.2f\n", name, weight)));
    Files.writeString(out, lines);
    report.line("wrote %s", out);
  }

  private static Path file(Path folder, LabelledSet set) {
    return folder.resolve("tags/" + set.name() + ".jsonl");
  }
}
