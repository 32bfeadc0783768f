package io.oyl.ingest.job;

/** Hears how far a run is. Called from the run's threads, never from two at once. */
public interface RunProgress {
  /** Hears nothing. */
  RunProgress NONE =
      new RunProgress() {
        @Override
        public void started(String step, String unit, long total) {}

        @Override
        public void advanced(long count) {}

        @Override
        public void ended() {}
      };

  /**
   * A step begins.
   *
   * @param unit what is counted, in the plural: {@code files}, {@code chunks}
   * @param total how many there are, -1 when not known
   */
  void started(String step, String unit, long total);

  /** So many more are done. */
  void advanced(long count);

  /** The step has ended, well or not. */
  void ended();
}
