package io.oyl.ingest.testing;

/** How often a test that takes its chances is repeated. */
public final class Rounds {
  /** Set by {@code bin/soak}. */
  private static final boolean SOAK = System.getenv().containsKey("INGEST_TEST_SOAK");

  private Rounds() {}

  /** Few with every build, many in a soak. */
  public static int of(int usual, int soak) {
    return SOAK ? soak : usual;
  }
}
