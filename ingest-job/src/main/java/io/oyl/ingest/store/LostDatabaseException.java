package io.oyl.ingest.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** The database cannot be reached; the message names it. */
public final class LostDatabaseException extends SQLException {
  LostDatabaseException(String database, SQLException cause) {
    super(
        "the database " + database + " cannot be reached: " + reason(cause),
        cause.getSQLState(),
        cause);
  }

  private static String reason(SQLException e) {
    String root = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
    return root == null ? String.valueOf(e.getMessage()) : root;
  }

  /** Whether this came of a connection that broke or could not be made. */
  public static boolean isCauseOf(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isOfConnection(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Connection exceptions, and a server that shuts down, has crashed or starts. */
  private static boolean isOfConnection(@Nullable String sqlState) {
    return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("57P0"));
  }
}
