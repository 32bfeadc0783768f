package io.oyl.ingest.chunk;

/**
 * Where to cut a section, by dynamic programming: chunks near the target length, cuts where they
 * are worth most. A chunk costs the square of how far it is off the target, in parts of the target.
 */
final class Cuts {
  /** What a rest costs that is too short to stand alone. */
  private static final double REST = 1.5;

  private final int room;
  private final int target;
  private final int least;

  /**
   * A way to cut.
   *
   * @param room most tokens of one chunk
   * @param target tokens that a chunk should have
   * @param least fewer tokens are a rest
   */
  Cuts(int room, int target, int least) {
    this.room = room;
    this.target = target;
    this.least = least;
  }

  /** First units of the chunks, in order, the first of them 0. */
  int[] of(Units units) {
    int count = units.count();
    double[] best = new double[count + 1];
    int[] from = new int[count + 1];
    int[] length = new int[count + 1];
    for (int end = 1; end <= count; end++) {
      best[end] = Double.POSITIVE_INFINITY;
      int size = 0;
      for (int start = end - 1; start >= 0; start--) {
        size += units.size(start);
        if (size > room && start < end - 1) {
          break;
        }
        double cost = best[start] + cost(size) - (start == 0 ? 0 : units.worth(start));
        if (cost < best[end]) {
          best[end] = cost;
          from[end] = start;
          length[end] = length[start] + 1;
        }
      }
    }
    int[] starts = new int[length[count]];
    for (int end = count, i = starts.length - 1; i >= 0; i--) {
      end = from[end];
      starts[i] = end;
    }
    return starts;
  }

  private double cost(int size) {
    double off = (double) (size - target) / target;
    return off * off + (size < least ? REST : 0);
  }
}
