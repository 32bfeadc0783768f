package io.oyl.ingest.cli;

/** Settings of {@code logback.xml}; they count when the first logger is made. */
final class Logging {
  private Logging() {}

  static void configure(boolean debug, boolean quiet, boolean json) {
    System.setProperty(
        "ingest.log.appender", "io/oyl/ingest/cli/logback-" + (json ? "json" : "text") + ".xml");
    System.setProperty("ingest.log.level", debug ? "DEBUG" : quiet ? "WARN" : "INFO");
    System.setProperty("ingest.log.exception", debug ? "%ex" : "%nopex");
  }
}
