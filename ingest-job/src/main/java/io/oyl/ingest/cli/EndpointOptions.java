package io.oyl.ingest.cli;

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
      properties.add("--ingest.http.address=" + address);
    }
    return properties;
  }
}
