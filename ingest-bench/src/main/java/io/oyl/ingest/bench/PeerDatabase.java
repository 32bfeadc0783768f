package io.oyl.ingest.bench;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** The database that a pipeline gets, as the environment of its process says. */
record PeerDatabase(String url, String user, String password) {
  static PeerDatabase fromEnvironment() {
    Map<String, String> environment = System.getenv();
    return new PeerDatabase(
        Objects.requireNonNull(environment.get("INGEST_DB_URL"), "INGEST_DB_URL"),
        environment.getOrDefault("INGEST_DB_USER", ""),
        environment.getOrDefault("INGEST_DB_PASSWORD", ""));
  }

  Map<String, String> environment() {
    return Map.of("INGEST_DB_URL", url, "INGEST_DB_USER", user, "INGEST_DB_PASSWORD", password);
  }

  String host() {
    return uri().getHost();
  }

  int port() {
    return uri().getPort() < 0 ? 5432 : uri().getPort();
  }

  String name() {
    return uri().getPath().substring(1);
  }

  /** The same server. */
  PeerDatabase named(String database) {
    return new PeerDatabase(
        url.replaceFirst("/[^/?]*(\\?|$)", "/" + database + "$1"), user, password);
  }

  private URI uri() {
    return URI.create(url.substring("jdbc:".length()));
  }
}
