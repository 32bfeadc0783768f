package io.oyl.ingest.cli;

import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.operate.Service;
import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.store.Views;
import java.util.List;

/** The database that the environment names, else the private server, started on demand. */
final class Database {
  private final Environment environment;
  private final Console console;

  Database(Environment environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** Whether INGEST_DB_URL names a database, so that the private server has nothing to do. */
  boolean isNamed() {
    return environment.has("INGEST_DB_URL");
  }

  PrivateServer privateServer() {
    return new PrivateServer(environment.home(), PostgresPrograms.find(environment.variables()));
  }

  /**
   * Where the database is; the private one runs afterwards.
   *
   * @throws io.oyl.ingest.server.ServerUnavailableException when it cannot be started
   */
  DatabaseSettings settings() {
    if (isNamed()) {
      return DatabaseUrl.parse(environment.variables());
    }
    PrivateServer server = privateServer();
    if (server.state() != PrivateServer.State.RUNNING) {
      console.note("starting the private PostgreSQL below " + environment.home());
    }
    ServerAddress address = server.start();
    return new DatabaseSettings(address.url(), address.user(), address.password());
  }

  /** As {@link #open}, with health and metrics over HTTP. */
  Ingest serve(EndpointOptions endpoint) {
    List<String> properties = endpoint.properties();
    return Service.open(settings(), environment.home(), properties);
  }

  /** For a command that only looks. */
  Views look() {
    return Ingest.look(settings(), environment.home());
  }

  Ingest open() {
    return Ingest.open(settings(), environment.home());
  }
}
