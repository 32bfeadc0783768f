package io.oyl.ingest.store;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * A table of the session's own that rows are copied into, to be put from there into their table by
 * one statement: COPY alone can neither compute a column nor meet a row that is there already.
 * Empty at the begin of each transaction. Rows up to a page are not compressed: they are read once.
 */
final class Staging {
  private final JdbcOperations db;
  private final String prepare;
  private final String copy;

  /**
   * A staging table, made when a session first needs it.
   *
   * @param name without schema
   * @param columns as in {@code create table}
   */
  Staging(NamedParameterJdbcTemplate db, String name, String columns) {
    this.db = db.getJdbcOperations();
    this.prepare =
        """
        create temporary table if not exists %1$s (%2$s)
          with (toast_tuple_target = 8160) on commit delete rows;
        delete from pg_temp.%1$s
        """
            .formatted(name, columns);
    this.copy = "copy pg_temp.%s from stdin (format binary)".formatted(name);
  }

  /** What writes a row for each item. */
  @FunctionalInterface
  interface Writer {
    void write(BinaryRows rows) throws SQLException;
  }

  /** Replaces what is in it. Call in a transaction. */
  void fill(Writer writer) {
    db.execute(
        (ConnectionCallback<Boolean>)
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.execute(prepare);
              }
              CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
              try {
                BinaryRows rows = new BinaryRows(in::writeToCopy);
                writer.write(rows);
                rows.end();
                in.endCopy();
              } finally {
                if (in.isActive()) {
                  in.cancelCopy();
                }
              }
              return true;
            });
  }
}
