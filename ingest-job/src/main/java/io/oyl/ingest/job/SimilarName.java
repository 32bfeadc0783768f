package io.oyl.ingest.job;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what was meant by a name with a slip of the hand in it. */
final class SimilarName {
  /** One letter in so many may be wrong. */
  private static final int LETTERS_PER_SLIP = 5;

  private SimilarName() {}

  /** The most similar of these names, the first among equals; empty when none is similar. */
  static Optional<String> of(String name, Stream<String> names) {
    return names
        .filter(each -> slips(name, each) <= 1 + name.length() / LETTERS_PER_SLIP)
        .min(Comparator.comparingInt(each -> slips(name, each)));
  }

  /**
   * Letters that are wrong, missing, too many or swapped with their neighbour: the optimal string
   * alignment distance, without regard to case.
   */
  static int slips(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          slips[i][j] = i + j;
          continue;
        }
        int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(slips[i - 1][j], slips[i][j - 1]) + 1;
        least = Math.min(least, slips[i - 1][j - 1] + wrong);
        boolean areSwapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        slips[i][j] = areSwapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
      }
    }
    return slips[a.length()][b.length()];
  }
}
