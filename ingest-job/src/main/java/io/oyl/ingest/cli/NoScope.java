package io.oyl.ingest.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The scope options of a command that has no scope: taken, since every command takes them. */
final class NoScope {
  @Option(
      names = {"--tenant", "--workspace", "--reference"},
      paramLabel = "NAME",
      description = "Taken as by every command; they change nothing here.")
  List<String> names = List.of();

  /** Tells who has named a scope that it changes nothing, and why. */
  void tell(Console console, String why) {
    if (!names.isEmpty()) {
      console.note(why + ": --tenant, --workspace and --reference change nothing");
    }
  }
}
