package io.oyl.ingest.store;

import java.util.Optional;
import java.util.Properties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The views of a database for who only looks: one connection in one transaction that reads, and
 * nothing of the rest of the program.
 */
public final class Views implements AutoCloseable {
  /** Whoever reads a long list page by page takes his time. */
  private static final String MAY_STAND_IDLE =
      "select set_config('idle_in_transaction_session_timeout', '0', false)";

  private final SingleConnectionDataSource connection;
  private final JdbcClient db;

  private Views(SingleConnectionDataSource connection) {
    this.connection = connection;
    this.db = JdbcClient.create(connection);
  }

  /**
   * Opens the database; empty when its tables are not those of this program's version.
   *
   * @throws org.springframework.dao.DataAccessException when it cannot be reached
   */
  public static Optional<Views> open(String url, String user, String password) {
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(url, user, password, true);
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "oyl-ingest");
    properties.setProperty("logServerErrorDetail", "false");
    connection.setConnectionProperties(properties);
    connection.setAutoCommit(false); // else the driver holds whole answers
    Views views = new Views(connection);
    try {
      views.db.sql(StoreConfiguration.BEGIN_SESSION).query().singleRow();
      views.db.sql(MAY_STAND_IDLE).query().singleRow();
      if (Migrations.areDone(views.db)) {
        return Optional.of(views);
      }
    } catch (RuntimeException e) {
      views.close();
      throw e;
    }
    views.close();
    return Optional.empty();
  }

  public Optional<Scope> scope(ScopeNames names) {
    return new ScopeTable(db).find(names);
  }

  public FilesView files() {
    return new FilesView(db);
  }

  public StatusView status() {
    return new StatusView(db);
  }

  public RunsView runs() {
    return new RunsView(db);
  }

  public HybridSearch search() {
    return new HybridSearch(db);
  }

  public ReportView reports() {
    return new ReportView(db);
  }

  @Override
  public void close() {
    connection.destroy();
  }
}
