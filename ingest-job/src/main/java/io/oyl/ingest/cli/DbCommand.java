package io.oyl.ingest.cli;

import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.server.PrivateServer;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code db start|stop|url}. */
@Command(
    name = "db",
    synopsisSubcommandLabel = "start|stop|url",
    description = {
      "Steer the private PostgreSQL that serves when INGEST_DB_URL names no other.",
      "",
      "It lives below INGEST_HOME (default: ~/.oyl-ingest), listens on loopback only and goes on"
          + " running after a command. Every command starts it when it does not run."
    },
    footer = {
      "  bin/ingest db url          where it is, password included",
      "  bin/ingest db stop         stop it, for example before the machine is shut down"
    })
final class DbCommand {
  @Mixin CommonOptions common = new CommonOptions();

  private DbCommand() {}

  static CommandLine commandLine(Console console, Environment environment, Database database) {
    return new CommandLine(new DbCommand())
        .addSubcommand(new Start(console, environment, database))
        .addSubcommand(new Stop(console, environment, database))
        .addSubcommand(new Url(console, database));
  }

  /** {@code db start}. */
  @Command(
      name = "start",
      description = "Start the private PostgreSQL; nothing happens when it runs.",
      footer = "  bin/ingest db start && bin/ingest status")
  static final class Start implements Callable<Integer> {
    private final Console console;
    private final Environment environment;
    private final Database database;

    @Mixin NoScope scope = new NoScope();
    @Mixin CommonOptions common = new CommonOptions();

    Start(Console console, Environment environment, Database database) {
      this.console = console;
      this.environment = environment;
      this.database = database;
    }

    @Override
    public Integer call() {
      scope.tell(console, WHOLE);
      String home = Printable.of(environment.home().toString());
      if (database.isNamed()) {
        return answer(console, common.json, "named", NAMED);
      }
      PrivateServer server = database.privateServer();
      boolean runs = server.state() == PrivateServer.State.RUNNING;
      server.start();
      return answer(
          console,
          common.json,
          "running",
          runs
              ? "The private PostgreSQL below " + home + " runs already."
              : "Started the private PostgreSQL below " + home + ".");
    }
  }

  /** {@code db stop}. */
  @Command(
      name = "stop",
      description = "Stop the private PostgreSQL; nothing happens when it does not run.",
      footer = "  bin/ingest db stop")
  static final class Stop implements Callable<Integer> {
    private final Console console;
    private final Environment environment;
    private final Database database;

    @Mixin NoScope scope = new NoScope();
    @Mixin CommonOptions common = new CommonOptions();

    Stop(Console console, Environment environment, Database database) {
      this.console = console;
      this.environment = environment;
      this.database = database;
    }

    @Override
    public Integer call() {
      scope.tell(console, WHOLE);
      String home = Printable.of(environment.home().toString());
      if (database.isNamed()) {
        return answer(console, common.json, "named", NAMED);
      }
      PrivateServer server = database.privateServer();
      PrivateServer.State before = server.state();
      server.stop();
      return switch (before) {
        case RUNNING ->
            answer(
                console,
                common.json,
                "stopped",
                "Stopped the private PostgreSQL below " + home + ".");
        case STOPPED ->
            answer(
                console,
                common.json,
                "stopped",
                "The private PostgreSQL below " + home + " does not run.");
        case ABSENT ->
            answer(
                console,
                common.json,
                "absent",
                "There is no private PostgreSQL below " + home + ".");
      };
    }
  }

  /** {@code db url}. */
  @Command(
      name = "url",
      description = {
        "Print the JDBC URL of the database, user and password included, for another program.",
        "",
        "It is the only place where the password is printed. Without its first five characters,"
            + " jdbc:, the URL serves psql; --json has both forms, user and password."
      },
      footer = "  psql \"$(bin/ingest db url --json | jq -r .psql)\"")
  static final class Url implements Callable<Integer> {
    private final Console console;
    private final Database database;

    @Mixin NoScope scope = new NoScope();
    @Mixin CommonOptions common = new CommonOptions();

    Url(Console console, Database database) {
      this.console = console;
      this.database = database;
    }

    @Override
    public Integer call() {
      scope.tell(console, WHOLE);
      DatabaseSettings settings = database.settings();
      if (common.json) {
        console.json(Answers.database(settings));
      } else {
        console.line(DatabaseUrl.jdbc(settings));
      }
      return ExitCode.COMPLETE;
    }
  }

  private static final String WHOLE = "db is about the whole database";

  private static final String NAMED =
      "INGEST_DB_URL names the database: there is no private PostgreSQL to start or stop.";

  private static int answer(Console console, boolean json, String state, String sentence) {
    if (json) {
      console.json(Answers.object("state", state, "message", sentence));
    } else {
      console.line(sentence);
    }
    return ExitCode.COMPLETE;
  }
}
