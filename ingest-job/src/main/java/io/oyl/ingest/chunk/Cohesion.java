package io.oyl.ingest.chunk;

/**
 * How much the subject changes between two units of a text: by the words that both sides share, as
 * TextTiling (Hearst 1997) does, with the model's own tokens for words. Few words that both say
 * make a valley; its depth is what counts. Not thread-safe.
 */
final class Cohesion {
  /** So many units on each side are compared. */
  private static final int WIDTH = 2;

  /** A valley's rim is looked for no farther than this, so that the time stays linear. */
  private static final int REACH = 12;

  private static final double WEIGHT = 0.3;
  private static final int BUCKETS = 1 << 14;

  private final TokenPositions tokens;

  /** Bucket of each token. */
  private final int[] terms;

  private final int[] unitsWithTerm = new int[BUCKETS];
  private final int[] lastUnit = new int[BUCKETS];
  private final int[] left = new int[BUCKETS];
  private final int[] right = new int[BUCKETS];
  private final double[] weights = new double[BUCKETS];
  private int unitsSeen;

  Cohesion(TokenPositions tokens) {
    this.tokens = tokens;
    this.terms = new int[tokens.count()];
  }

  /**
   * Counts in how many units of the document each term occurs; all are seen before any is judged.
   */
  void see(Units units) {
    for (int unit = 0; unit < units.count(); unit++) {
      unitsSeen++;
      int end = first(units, unit + 1);
      for (int i = first(units, unit); i < end; i++) {
        int term = tokens.term(i) & (BUCKETS - 1);
        terms[i] = term;
        if (lastUnit[term] != unitsSeen) {
          lastUnit[term] = unitsSeen;
          unitsWithTerm[term]++;
        }
      }
    }
  }

  /** Makes cuts worth more where the subject changes. */
  void judge(Units units) {
    int count = units.count();
    double[] similar = new double[count + 1];
    for (int unit = 1; unit < count; unit++) {
      if (units.isProse(unit - 1) && units.isProse(unit)) {
        similar[unit] = similarity(units, unit);
      }
    }
    for (int unit = 1; unit < count; unit++) {
      if (units.isProse(unit - 1) && units.isProse(unit)) {
        double rims = rim(similar, unit, -1, count) + rim(similar, unit, 1, count);
        units.add(unit, WEIGHT * (rims - 2 * similar[unit]));
      }
    }
  }

  private static double rim(double[] similar, int unit, int step, int count) {
    int i = unit;
    while (i + step > 0
        && i + step < count
        && Math.abs(i + step - unit) <= REACH
        && similar[i + step] >= similar[i]) {
      i += step;
    }
    return similar[i];
  }

  private double similarity(Units units, int unit) {
    int from = first(units, Math.max(0, unit - WIDTH));
    int middle = first(units, unit);
    int to = first(units, Math.min(units.count(), unit + WIDTH));
    count(left, from, middle, 1);
    count(right, middle, to, 1);
    double product = 0;
    double leftNorm = 0;
    double rightNorm = 0;
    for (int i = from; i < middle; i++) {
      // a term comes by as often as it is counted: that is one of both factors
      int term = terms[i];
      double weight = weight(term);
      leftNorm += left[term] * weight;
      product += right[term] * weight;
    }
    for (int i = middle; i < to; i++) {
      rightNorm += right[terms[i]] * weight(terms[i]);
    }
    count(left, from, middle, 0);
    count(right, middle, to, 0);
    return leftNorm == 0 || rightNorm == 0 ? 0 : product / Math.sqrt(leftNorm * rightNorm);
  }

  private void count(int[] counts, int from, int to, int more) {
    for (int i = from; i < to; i++) {
      counts[terms[i]] = more == 0 ? 0 : counts[terms[i]] + more;
    }
  }

  /** Square of the inverse document frequency, with units for documents. */
  private double weight(int term) {
    if (weights[term] == 0) {
      double inverse = Math.log((double) unitsSeen / Math.max(1, unitsWithTerm[term]));
      weights[term] = inverse * inverse;
    }
    return weights[term];
  }

  private int first(Units units, int unit) {
    return tokens.before(units.start(unit));
  }
}
