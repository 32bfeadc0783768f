package io.oyl.ingest.tag;

import java.util.List;

/**
 * Weights that make what was seen likeliest, with a penalty of half the square of each weight but
 * the first one's, per standard deviation of its evidence: found by Newton's method, since the
 * likelihood has one maximum.
 */
final class LogisticRegression {
  private static final int MAX_STEPS = 50;
  private static final double PRECISE = 1e-6;

  /**
   * One observation.
   *
   * @param evidence its first value is 1
   * @param weight how many observations it stands for
   */
  record Observation(float[] evidence, boolean right, double weight) {}

  private LogisticRegression() {}

  /** A weight for each piece of evidence: logarithm of the odds for one unit of it. */
  static double[] fit(List<Observation> observations) {
    double[] scale = deviations(observations);
    double[] weights = new double[scale.length];
    double loss = loss(observations, scale, weights);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] direction = direction(observations, scale, weights);
      double size = 1;
      double[] next = moved(weights, direction, size);
      double nextLoss = loss(observations, scale, next);
      while (nextLoss > loss && size > PRECISE) {
        size /= 2;
        next = moved(weights, direction, size);
        nextLoss = loss(observations, scale, next);
      }
      boolean found = loss - nextLoss < PRECISE;
      weights = next;
      loss = nextLoss;
      if (found) {
        break;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= scale[i];
    }
    return weights;
  }

  /** By which each value is divided; 1 for the first, which never changes. */
  private static double[] deviations(List<Observation> observations) {
    int size = observations.getFirst().evidence().length;
    double[] sums = new double[size];
    double[] squares = new double[size];
    for (Observation each : observations) {
      for (int i = 0; i < size; i++) {
        sums[i] += each.evidence()[i];
        squares[i] += (double) each.evidence()[i] * each.evidence()[i];
      }
    }
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      double mean = sums[i] / observations.size();
      deviations[i] = Math.sqrt(Math.max(0, squares[i] / observations.size() - mean * mean)) + 1e-6;
    }
    deviations[0] = 1;
    return deviations;
  }

  private static double loss(List<Observation> observations, double[] scale, double[] weights) {
    double loss = penalty(weights);
    for (Observation each : observations) {
      double odds = odds(each.evidence(), scale, weights);
      double ofWrong = odds > 0 ? odds + Math.log1p(Math.exp(-odds)) : Math.log1p(Math.exp(odds));
      loss += each.weight() * (ofWrong - (each.right() ? odds : 0));
    }
    return loss;
  }

  private static double penalty(double[] weights) {
    double sum = 0;
    for (int i = 1; i < weights.length; i++) {
      sum += weights[i] * weights[i] / 2;
    }
    return sum;
  }

  private static double odds(float[] evidence, double[] scale, double[] weights) {
    double odds = 0;
    for (int i = 0; i < evidence.length; i++) {
      odds += weights[i] * evidence[i] / scale[i];
    }
    return odds;
  }

  /** Newton's: the gradient divided by the matrix of second derivatives. */
  private static double[] direction(
      List<Observation> observations, double[] scale, double[] weights) {
    int size = weights.length;
    double[] gradient = new double[size];
    double[][] curvature = new double[size][size];
    for (int i = 0; i < size; i++) {
      gradient[i] = i == 0 ? 0 : weights[i];
      curvature[i][i] = i == 0 ? 1e-9 : 1;
    }
    double[] values = new double[size];
    int[] present = new int[size];
    for (Observation each : observations) {
      double likely = 1 / (1 + Math.exp(-odds(each.evidence(), scale, weights)));
      double off = each.weight() * (likely - (each.right() ? 1 : 0));
      double bend = each.weight() * likely * (1 - likely);
      int count = 0;
      for (int i = 0; i < size; i++) {
        if (each.evidence()[i] != 0) {
          values[i] = each.evidence()[i] / scale[i];
          present[count++] = i;
        }
      }
      for (int a = 0; a < count; a++) {
        int i = present[a];
        gradient[i] += off * values[i];
        for (int b = 0; b <= a; b++) {
          curvature[i][present[b]] += bend * values[i] * values[present[b]];
        }
      }
    }
    return solved(curvature, gradient);
  }

  private static double[] moved(double[] weights, double[] direction, double size) {
    double[] moved = new double[weights.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = weights[i] - size * direction[i];
    }
    return moved;
  }

  /** By Cholesky's decomposition, in place; the matrix is given by its lower half. */
  private static double[] solved(double[][] matrix, double[] right) {
    int size = right.length;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i][k] * matrix[j][k];
        }
        matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
      }
    }
    double[] solved = right.clone();
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        solved[i] -= matrix[i][k] * solved[k];
      }
      solved[i] /= matrix[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        solved[i] -= matrix[k][i] * solved[k];
      }
      solved[i] /= matrix[i][i];
    }
    return solved;
  }
}
