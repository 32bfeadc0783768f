package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a service tells its health and its metrics. */
final class EndpointOptions {
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Port of /actuator/health and /actuator/prometheus (default: ingest.http.port, 9464); 0:"
              + " any, which the log tells; -1: none.")
  @Nullable Integer port;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description =
          "Address that the port is bound to (default: ingest.http.address, this machine alone).")
  @Nullable String address;

  /** Refuses them for what ends by itself and opens no port. */
  void requireNone() {
    if (port != null || address != null) {
      throw new UsageException("--once opens no port: --port and --address belong to the service");
    }
  }

  /** As settings that win over the file's. */
  List<String> properties() {
    List<String> properties = new ArrayList<>();
    if (port != null) {
      if (port < -1 || port > LAST_PORT) {
        throw new UsageException("--port is a number from 0 to 65535, or -1 for none");
      }
      properties.add("--ingest.http.port=" + port);
    }
    if (address != null) {
      requireAddress(address);
      properties.add("--ingest.http.address=" + address);
    }
    return properties;
  }

  private static void requireAddress(String address) {
    try {
      InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new UsageException("--address: there is no address " + Printable.of(address));
    }
  }
}
