package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.Secrets;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.SecretsTable.Secret;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code secret set|list|remove|rotate}. */
@Command(
    name = "secret",
    synopsisSubcommandLabel = "set|list|remove|rotate",
    description = {
      "Keep API keys that workspaces have of their own, sealed in the database.",
      "",
      "A secret belongs to a workspace, all of its references share it, and it has the name of the"
          + " setting that it stands in for. It is sealed with the first key of INGEST_SECRET_KEYS"
          + " (ID:BASE64, parted by commas) or of the file that INGEST_SECRET_KEYS_FILE names; all"
          + " of the keys open. openssl rand -base64 32 makes a key."
    },
    footer = {
      "  bin/ingest secret set ingest.embed.api-key --tenant acme",
      "  bin/ingest secret rotate             after a new key was put in front of the others"
    })
final class SecretCommand {
  @Mixin CommonOptions common = new CommonOptions();

  private SecretCommand() {}

  static CommandLine commandLine(Console console, Database database) {
    return new CommandLine(new SecretCommand())
        .addSubcommand(new SecretSetCommand(console, database))
        .addSubcommand(new ListCommand(console, database))
        .addSubcommand(new Remove(console, database))
        .addSubcommand(new Rotate(console, database));
  }

  /** The workspace that is meant, among other names. */
  static ScopeNames names(Console console, ScopeOptions scope) {
    ScopeNames names = scope.names();
    if (scope.reference != null) {
      console.note("all references of a workspace share its secrets: --reference changes nothing");
    }
    return names;
  }

  static String workspace(ScopeNames names) {
    return Printable.of(names.tenant() + " / " + names.workspace());
  }

  /** {@code secret list}. */
  @Command(
      name = "list",
      description = "List the secrets of a workspace: names and keys, never values.",
      footer = "  bin/ingest secret list --tenant acme --json")
  static final class ListCommand implements Callable<Integer> {
    private final Console console;
    private final Database database;

    @Mixin ScopeOptions scope = new ScopeOptions();
    @Mixin CommonOptions common = new CommonOptions();

    ListCommand(Console console, Database database) {
      this.console = console;
      this.database = database;
    }

    @Override
    public Integer call() {
      ScopeNames names = names(console, scope);
      try (Ingest ingest = database.open()) {
        List<Secret> secrets = ingest.secrets().list(names);
        Optional<String> active = ingest.secrets().activeKey();
        if (common.json) {
          console.json(
              Answers.object(
                  "secrets",
                  Answers.list(
                      secrets,
                      secret ->
                          Answers.object(
                              "name", secret.name(),
                              "key", key(secret),
                              "current", active.filter(key(secret)::equals).isPresent(),
                              "sealed_at", sealedAt(secret)))));
        } else if (secrets.isEmpty()) {
          console.line(workspace(names) + " has no secrets.");
        } else {
          print(secrets, active);
        }
        return ExitCode.COMPLETE;
      }
    }

    private void print(List<Secret> secrets, Optional<String> active) {
      Table table =
          new Table(
              Table.Column.text("NAME"), Table.Column.word("KEY"), Table.Column.word("SEALED AT"));
      for (Secret secret : secrets) {
        String note = active.filter(key(secret)::equals).isPresent() ? "" : " (not the active one)";
        table.row(
            secret.name(), key(secret) + note, Optional.ofNullable(sealedAt(secret)).orElse("-"));
      }
      table.print(console);
    }

    private static String key(Secret secret) {
      return secret.sealed().keyId();
    }

    private static @Nullable String sealedAt(Secret secret) {
      return secret.writtenAt() == null ? null : secret.writtenAt().toInstant().toString();
    }
  }

  /** {@code secret remove NAME}. */
  @Command(
      name = "remove",
      description = "Remove a secret of a workspace for good; the key of the settings serves then.",
      footer = "  bin/ingest secret remove ingest.embed.api-key --tenant acme")
  static final class Remove implements Callable<Integer> {
    private final Console console;
    private final Database database;

    @Parameters(paramLabel = "NAME", description = "Its name, as list tells it.")
    String name = "";

    @Mixin ScopeOptions scope = new ScopeOptions();
    @Mixin CommonOptions common = new CommonOptions();

    Remove(Console console, Database database) {
      this.console = console;
      this.database = database;
    }

    @Override
    public Integer call() {
      ScopeNames names = names(console, scope);
      try (Ingest ingest = database.open()) {
        if (!ingest.secrets().remove(names, name)) {
          throw new UsageException(
              "%s has no secret %s".formatted(workspace(names), Printable.of(name)));
        }
        if (common.json) {
          console.json(Answers.object("name", name, "removed", true));
        } else {
          console.line("Removed " + Printable.of(name) + " of " + workspace(names) + ".");
        }
        return ExitCode.COMPLETE;
      }
    }
  }

  /** {@code secret rotate}. */
  @Command(
      name = "rotate",
      description = {
        "Seal the secrets of all tenants again with the active key, all of them or none.",
        "",
        "Put the new key in front of the old one, rotate, then take the old one out. Whatever has"
            + " the active key already is opened, to be sure, and left as it is."
      },
      footer = "  bin/ingest secret rotate --json")
  static final class Rotate implements Callable<Integer> {
    private final Console console;
    private final Database database;

    @Mixin NoScope scope = new NoScope();
    @Mixin CommonOptions common = new CommonOptions();

    Rotate(Console console, Database database) {
      this.console = console;
      this.database = database;
    }

    @Override
    public Integer call() {
      scope.tell(console, "rotate seals the secrets of all tenants");
      try (Ingest ingest = database.open()) {
        Secrets.Rotation rotation = ingest.secrets().rotate();
        if (common.json) {
          console.json(
              Answers.object(
                  "key", rotation.key(),
                  "sealed_again", rotation.again(),
                  "current", rotation.current()));
        } else {
          console.line(
              "Sealed %s again with the key %s; %d had it already."
                  .formatted(
                      Console.count(rotation.again(), "secret"),
                      rotation.key(),
                      rotation.current()));
        }
        return ExitCode.COMPLETE;
      }
    }
  }
}
