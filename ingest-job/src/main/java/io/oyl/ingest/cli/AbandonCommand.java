package io.oyl.ingest.cli;

import io.oyl.ingest.job.Runs;
import picocli.CommandLine.Command;

/** {@code abandon RUN}. */
@Command(
    name = "abandon",
    description = {
      "Give up a run that hangs or whose machine is lost, and free its sources at once.",
      "",
      "It can write nothing from then on, should it live; what it did not come to stays pending for"
          + " the next run. To end a run that works, stop is the better way."
    },
    footer = {"  bin/ingest abandon 12", "  bin/ingest restart 12"})
final class AbandonCommand extends RunOrder {
  AbandonCommand(Console console, Database database) {
    super(
        console,
        database,
        Runs::abandon,
        new Words("abandoned", "is abandoned; its sources are free.", "has ended"));
  }
}
