package io.oyl.ingest.job;

/** Where the database is; {@code url} is a JDBC URL. */
public record DatabaseSettings(String url, String user, String password) {
  /** The URL without its parameters, which may hold a password. */
  String name() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  @Override
  public String toString() {
    return name() + " as " + user;
  }
}
