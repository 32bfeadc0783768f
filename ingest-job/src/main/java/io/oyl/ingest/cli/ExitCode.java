package io.oyl.ingest.cli;

import io.oyl.ingest.job.RunReport;

/** What the program answers to the shell. */
final class ExitCode {
  /** Everything is complete. */
  static final int COMPLETE = 0;

  /** The command did its work, and something is not complete or not right. */
  static final int INCOMPLETE = 1;

  /** The command line or the environment asks for something that cannot be. */
  static final int USAGE = 2;

  /** Database, model or machine failed; running the command again continues it. */
  static final int FAILED = 3;

  private ExitCode() {}

  /** Of a run that came to its end. */
  static int of(RunReport report) {
    if (!report.state().equals("completed")) {
      return FAILED;
    }
    return report.allComplete() ? COMPLETE : INCOMPLETE;
  }
}
