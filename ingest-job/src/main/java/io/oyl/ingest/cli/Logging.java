package io.oyl.ingest.cli;

/** Settings of {@code logback.xml}; they count when the first logger is made. */
final class Logging {
  private Logging() {}

  static void configure(boolean debug, boolean quiet) {
    System.setProperty("ingest.log.level", debug ? "DEBUG" : quiet ? "WARN" : "INFO");
    System.setProperty("ingest.log.exception", debug ? "%ex" : "%nopex");
  }
}
