package io.oyl.ingest.job;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What to do about a database that cannot be opened. */
final class DatabaseHint {
  private DatabaseHint() {}

  /** The end of a sentence, from its comma on; empty where the cause says it all. */
  static String of(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return of(sql.getSQLState(), String.valueOf(sql.getMessage()));
      }
    }
    return "";
  }

  private static String of(String sqlState, String message) {
    return switch (sqlState) {
      case "08001" -> ", start the server or see INGEST_DB_URL";
      case "08004", "28000", "28P01" -> ", see INGEST_DB_USER and INGEST_DB_PASSWORD";
      case "3D000" -> ", create it or see INGEST_DB_URL";
      case "42501" ->
          message.contains("extension")
              ? ", an administrator runs create extension vector in this database first"
              : ", the program runs as the owner of its tables, who may create in schema public";
      case "0A000", "58P01" ->
          ", the server needs the extension vector (pgvector 0.8 or later) to be installed";
      default -> "";
    };
  }
}
