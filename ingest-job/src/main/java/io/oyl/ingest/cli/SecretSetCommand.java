package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.Secrets;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.ScopeNames;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code secret set NAME}. */
@Command(
    name = "set",
    description = {
      "Seal an API key that a workspace has of its own.",
      "",
      "The value comes from standard input, or is asked for without showing it. From the next run"
          + " or search on, the model is asked with it. Tenant and workspace are made when they are"
          + " not there yet."
    },
    footer = {
      "  bin/ingest secret set ingest.embed.api-key --tenant acme",
      "  bin/ingest secret set ingest.models.large.api-key --tenant acme < key.txt"
    })
final class SecretSetCommand implements Callable<Integer> {
  private final Console console;
  private final Database database;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The setting that it stands in for, such as ingest.embed.api-key.")
  String name = "";

  /** To be refused without being repeated, as an unknown argument is. */
  @Parameters(index = "1..*", hidden = true)
  List<String> values = List.of();

  @Mixin ScopeOptions scope = new ScopeOptions();
  @Mixin CommonOptions common = new CommonOptions();

  SecretSetCommand(Console console, Database database) {
    this.console = console;
    this.database = database;
  }

  @Override
  public Integer call() throws IOException {
    if (!values.isEmpty()) {
      throw new UsageException(
          "the value does not stand on the command line, where others see it: give it on standard"
              + " input, and make another key if this was one");
    }
    ScopeNames names = SecretCommand.names(console, scope);
    String value = SecretInput.read(console, Printable.of(name));
    try (Ingest ingest = database.open()) {
      Secrets.Sealing sealing = ingest.secrets().set(names, name, value);
      if (sealing.workspaceMade()) {
        console.note(made(names, sealing));
      }
      if (common.json) {
        console.json(
            Answers.object(
                "name", name,
                "tenant", names.tenant(),
                "workspace", names.workspace(),
                "key", ingest.secrets().activeKey().orElse(null),
                "replaced", sealing.replaced(),
                "tenant_made", sealing.tenantMade(),
                "workspace_made", sealing.workspaceMade()));
      } else {
        console.line(
            "%s %s of %s."
                .formatted(
                    sealing.replaced() ? "Replaced" : "Sealed",
                    name,
                    SecretCommand.workspace(names)));
      }
      return ExitCode.COMPLETE;
    }
  }

  /** For whoever has mistyped a name. */
  private static String made(ScopeNames names, Secrets.Sealing sealing) {
    return sealing.tenantMade()
        ? "there was no tenant %s: made it, with the workspace %s"
            .formatted(Printable.of(names.tenant()), Printable.of(names.workspace()))
        : "tenant %s had no workspace %s: made it"
            .formatted(Printable.of(names.tenant()), Printable.of(names.workspace()));
  }
}
