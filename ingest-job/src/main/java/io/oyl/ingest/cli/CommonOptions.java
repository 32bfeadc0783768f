package io.oyl.ingest.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
final class CommonOptions {
  @Option(names = "--json", description = "Print the answer as one JSON value.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress and no log on standard error, only warnings.")
  boolean quiet;

  @Option(
      names = "--debug",
      description = "Show where an error came from; INGEST_DEBUG=1 does the same.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
