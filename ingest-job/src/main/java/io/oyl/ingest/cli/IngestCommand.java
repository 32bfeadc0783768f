package io.oyl.ingest.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program itself: what it is for, its commands and its exit codes. */
@Command(
    name = IngestCommand.PROGRAM,
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    description =
        "Turns files into documents, chunks, tags and vectors in PostgreSQL, and proves it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is complete",
      "1:the command did its work, and some file is not complete or some check is broken",
      "2:the command line or a setting is wrong",
      "3:database, model or machine failed; the same command again continues"
    },
    footer = {
      "  bin/ingest demo                      see it work on the files in sample-docs/",
      "  bin/ingest run ~/contracts           ingest a folder; again after a change",
      "  bin/ingest files --state partial     what is not whole, and why",
      "  bin/ingest search \"notice period\"    find passages with file, page and heading",
      "  bin/ingest verify                    prove that nothing is lost",
      "",
      "The database is named by INGEST_DB_URL (jdbc:postgresql://HOST:PORT/DATABASE),",
      "INGEST_DB_USER and INGEST_DB_PASSWORD. Unset, a private PostgreSQL below INGEST_HOME",
      "(default: ~/.oyl-ingest) serves and is started on demand."
    })
final class IngestCommand {
  /** How the program is called from a clone. */
  static final String PROGRAM = "bin/ingest";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help; COMMAND --help shows that of a command.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
