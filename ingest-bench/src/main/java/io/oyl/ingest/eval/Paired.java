package io.oyl.ingest.eval;

import java.util.List;

/** Mean of the differences of paired measurements, and the standard error of that mean. */
record Paired(double mean, double error) {
  static Paired of(List<Double> some, List<Double> others) {
    int count = some.size();
    if (count != others.size() || count == 0) {
      throw new IllegalArgumentException("measurements that are no pairs");
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += some.get(i) - others.get(i);
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double off = some.get(i) - others.get(i) - mean;
      squares += off * off;
    }
    return new Paired(mean, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count));
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
