package io.oyl.ingest.job;

/**
 * Where services tell their health and metrics.
 *
 * @param port 0 for any, -1 for none
 * @param address that the port is bound to
 */
public record HttpSettings(int port, String address) {
  private static final int LAST_PORT = 65_535;

  public HttpSettings {
    if (port < -1 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "ingest.http.port must be from 0 to 65535, or -1 for none, not " + port);
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException("ingest.http.address must not be blank");
    }
  }

  /** As it stands in a URL. */
  String host() {
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
