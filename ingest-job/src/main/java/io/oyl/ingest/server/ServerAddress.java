package io.oyl.ingest.server;

/** How to reach a database: a JDBC URL without credentials, and the credentials. */
public record ServerAddress(String url, String user, String password) {
  /** Without the password: addresses end up in logs. */
  @Override
  public String toString() {
    return user + " at " + url;
  }
}
