package io.oyl.ingest.operate;

import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.SettingsException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/** The program as a service: as {@link Ingest}, with health and metrics over HTTP. */
public final class Service {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private Service() {}

  /**
   * Opens the database and the port. Throws as {@link Ingest#open} does.
   *
   * @param properties settings that win over the file's, each as {@code --name=value}
   */
  public static Ingest open(DatabaseSettings database, Path home, List<String> properties) {
    try {
      Ingest ingest = Ingest.serve(database, home, ServiceConfiguration.class, properties);
      ingest
          .httpAddress()
          .ifPresent(at -> log.info("health and metrics: {}/actuator/health, /prometheus", at));
      return ingest;
    } catch (SettingsException e) {
      throw refused(e);
    }
  }

  private static SettingsException refused(SettingsException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PortInUseException inUse) {
        return new SettingsException(
            "port "
                + inUse.getPort()
                + " is in use by another program: choose one with --port, 0 for any, -1 for none",
            e);
      }
      if (cause instanceof BindException) {
        return new SettingsException(
            "health and metrics cannot be served there: "
                + cause.getMessage()
                + ": see --address and --port",
            e);
      }
    }
    return e;
  }
}
