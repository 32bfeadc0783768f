package io.oyl.ingest.eval;

import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.RunReport;
import io.oyl.ingest.job.RunRequest;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.store.HybridSearch;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The product as its users have it: the job ingests into a database, and what is scored is read
 * from there. References belong to the tenant {@code eval}; one is kept for each model and part, so
 * a second evaluation embeds only what is cut anew.
 */
final class Pipeline implements AutoCloseable {
  private final Ingest ingest;
  private final JdbcClient db;

  private Pipeline(Ingest ingest, JdbcClient db) {
    this.ingest = ingest;
    this.db = db;
  }

  /** Opens the database that INGEST_DB_URL names, else the private one. */
  static Pipeline open(Map<String, String> environment) {
    Path home =
        Path.of(
            environment.getOrDefault(
                "INGEST_HOME", Path.of(System.getProperty("user.home"), ".oyl-ingest").toString()));
    DatabaseSettings database;
    if (environment.containsKey("INGEST_DB_URL")) {
      database =
          new DatabaseSettings(
              environment.getOrDefault("INGEST_DB_URL", ""),
              environment.getOrDefault("INGEST_DB_USER", ""),
              environment.getOrDefault("INGEST_DB_PASSWORD", ""));
    } else {
      ServerAddress server = new PrivateServer(home, PostgresPrograms.find(environment)).start();
      database = new DatabaseSettings(server.url(), server.user(), server.password());
    }
    DriverManagerDataSource source =
        new DriverManagerDataSource(database.url(), database.user(), database.password());
    return new Pipeline(Ingest.open(database, home), JdbcClient.create(source));
  }

  /** Ingests a folder as the only content of a part's reference. */
  Scope ingest(String part, Path folder) throws IOException {
    ScopeNames names = new ScopeNames("eval", "eval", part + " " + embedder().model().key());
    Target target = new Target(part, folder.toRealPath().toString(), null);
    RunReport report =
        ingest.run(new RunRequest(names, List.of(target), Sweep.ALWAYS), RunProgress.NONE);
    if (report.files().unsettled() > 0) {
      throw new IOException(report.files().unsettled() + " files of " + folder + " are unsettled");
    }
    return ingest.scope(names).orElseThrow();
  }

  List<HybridSearch.Hit> search(Scope scope, String text, HybridSearch.Mode mode, int count) {
    return ingest.contents().search(scope, text, mode, count);
  }

  /** The model of the run, for the baseline. */
  Embedder embedder() {
    return ingest.embedder();
  }

  JdbcClient db() {
    return db;
  }

  @Override
  public void close() {
    ingest.close();
  }
}
