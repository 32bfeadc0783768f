package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that are still being written when a run of their folder comes. */
class GrowingFilesIT {
  private static final Duration SETTLE = Duration.ofSeconds(2);

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path folder;
  @TempDir Path home;

  @Test
  void whatGrowsIsLeftForTheNextRunAndNotTakenForGone() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home)) {
      Files.writeString(folder.resolve("known.txt"), "It was whole before.");
      ingest.run(request(), RunProgress.NONE);

      RunReport report;
      try (Writer _ = new Writer(folder.resolve("known.txt"));
          Writer _ = new Writer(folder.resolve("fresh.txt"))) {
        Files.writeString(folder.resolve("still.txt"), "Nobody writes to this.");
        report = ingest.run(request(), RunProgress.NONE);
      }

      assertThat(report.files().growing()).isEqualTo(2);
      assertThat(report.files().seen()).isEqualTo(1);
      assertThat(report.files().removed()).isZero();
      assertThat(database.states())
          .containsOnlyKeys("known.txt", "still.txt")
          .containsEntry("known.txt", "complete");
      assertThat(
              database.count("select count(*) from documents where text = 'It was whole before.'"))
          .isEqualTo(1);

      RunReport next = ingest.run(request(), RunProgress.NONE);

      assertThat(next.files().growing()).isZero();
      assertThat(database.states()).hasSize(3).containsEntry("fresh.txt", "complete");
      assertThat(
              database.count(
                  "select count(*) from documents where deleted_at is null"
                      + " and size_bytes <> length(text)"))
          .isZero();
    }
  }

  @Test
  void aFileThatIsOpenForWritingIsLeftThoughItsWriterPauses() throws Exception {
    IngestedDatabase database = new IngestedDatabase(postgres);
    try (Ingest ingest = database.open(home);
        OutputStream paused = Files.newOutputStream(folder.resolve("paused.txt"))) {
      paused.write("the first half".getBytes(StandardCharsets.UTF_8));
      paused.flush();

      RunReport report = ingest.run(request().settling(Duration.ofMillis(1)), RunProgress.NONE);

      assertThat(report.files().growing()).isEqualTo(1);
    }
  }

  private RunRequest request() throws IOException {
    RunRequest request = IngestedDatabase.folder(folder);
    return new RunRequest(request.scope(), request.targets(), Sweep.ALWAYS).settling(SETTLE);
  }

  /** Adds a line every moment, opening and closing the file each time as some programs do. */
  private static final class Writer implements AutoCloseable {
    private final Thread thread;
    private volatile boolean done;

    Writer(Path file) throws IOException {
      write(file);
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!done) {
                        write(file);
                        Thread.sleep(20);
                      }
                    } catch (IOException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
    }

    private static void write(Path file) throws IOException {
      Files.write(
          file, List.of("one more line"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
      done = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
