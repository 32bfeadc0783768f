package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.server.PostgresPrograms;
import io.oyl.ingest.server.PrivateServer;
import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.testing.Program;
import io.oyl.ingest.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database server that dies in the middle of a run. */
class LostDatabaseIT {
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path temporary;
  @TempDir Path folder;

  private Path serverHome;
  private PrivateServer server;

  @BeforeEach
  void start() throws IOException {
    // PostgreSQL runs as another account when the tests run as root
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    serverHome = temporary.resolve("server");
    server = new PrivateServer(serverHome, PostgresPrograms.find(System.getenv()));
    Files.writeString(
        temporary.resolve("application.yaml"),
        model.settings()
            + IngestedDatabase.PLAIN
            + "\nspring.datasource.hikari.connection-timeout: 3000\n");
    Files.writeString(folder.resolve("keeper.txt"), "The keeper climbs the stairs.");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void theRunSaysThatItCannotReachItAndNothingElse() throws Exception {
    ServerAddress address = server.start();
    model.onRequest(this::kill);

    assertThat(run(address)).isEqualTo(3);

    assertThat(Files.readString(temporary.resolve("err")))
        .endsWith(
            "the run could not finish: the database "
                + address.url()
                + " cannot be reached: Connection refused\n")
        .doesNotContain("ERROR", "WARN", "Exception");

    server.start();
    model.onRequest(() -> {});
    assertThat(run(address)).isZero();
    assertThat(
            new IngestedDatabase(address)
                .sql()
                .sql("select cause from ingest_runs order by run limit 1")
                .query(String.class)
                .single())
        .isEqualTo("the process died or lost the database");
  }

  private int run(ServerAddress address) throws Exception {
    Process process =
        Program.start(
            Map.of(
                "INGEST_HOME", temporary.toString(),
                "INGEST_DB_URL", address.url(),
                "INGEST_DB_USER", address.user(),
                "INGEST_DB_PASSWORD", address.password()),
            temporary.resolve("out"),
            temporary.resolve("err"),
            List.of("run", folder.toString()));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private void kill() {
    try {
      Signals.stopImmediately(serverHome);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
