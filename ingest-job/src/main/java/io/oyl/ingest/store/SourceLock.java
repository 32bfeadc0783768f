package io.oyl.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Keeps two runs of one source apart: PostgreSQL's advisory locks on a connection of its own, which
 * end with the process whatever kills it.
 */
public final class SourceLock implements AutoCloseable {
  private static final String TRY_LOCK =
      "select pg_try_advisory_lock(hashtextextended(?, 7355608))";
  private static final String UNLOCK_ALL = "select pg_advisory_unlock_all()";

  private final Connection connection;

  private SourceLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Locks all of these sources or none.
   *
   * @throws SourceBusyException when another run holds one of them
   */
  public static SourceLock take(DataSource dataSource, UUID reference, List<String> sources) {
    try {
      SourceLock lock = new SourceLock(dataSource.getConnection());
      for (String source : sources) {
        if (!lock.take(reference + " " + source)) {
          lock.close();
          throw new SourceBusyException(source);
        }
      }
      return lock;
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("cannot lock the source", e);
    }
  }

  private boolean take(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TRY_LOCK)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public void close() {
    try (connection;
        PreparedStatement statement = connection.prepareStatement(UNLOCK_ALL)) {
      statement.execute();
    } catch (SQLException e) {
      // the connection is gone, and the locks with it
    }
  }
}
