package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.Target;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same files make the same rows, whatever the order, the number of workers and of runs. */
class SameContentIT {
  private static final int RUNS = 5;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path temporary;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @Test
  void orderWorkersAndRunsDoNotMatter() throws IOException {
    TwelveFiles.write(folder);
    Map<String, String> alone = contents(1, List.of(IngestedDatabase.folder(folder)));

    assertThat(alone.values()).noneMatch(table -> table.startsWith("0 "));
    assertThat(contents(4, List.of(IngestedDatabase.folder(folder)))).isEqualTo(alone);
    List<String> keys = keys();
    Collections.shuffle(keys, new Random(5));
    List<RunRequest> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      runs.add(some(keys.subList(i * keys.size() / RUNS, (i + 1) * keys.size() / RUNS)));
    }
    assertThat(contents(1, runs)).isEqualTo(alone);
    Collections.reverse(runs);
    assertThat(contents(4, runs)).isEqualTo(alone);
  }

  private Map<String, String> contents(int workers, List<RunRequest> runs) throws IOException {
    database.empty();
    Path home = Files.createTempDirectory(temporary, "home");
    Files.writeString(
        home.resolve("application.yaml"),
        IngestedDatabase.PLAIN.replace("forks: 1", "forks: " + workers)
            + "\ningest.store.files-per-commit: "
            + workers);
    try (Ingest ingest = database.openAsSet(home)) {
      for (RunRequest run : runs) {
        ingest.run(run, RunProgress.NONE);
      }
    }
    return database.contents();
  }

  private RunRequest some(List<String> keys) throws IOException {
    String root = folder.toRealPath().toString();
    return new RunRequest(
        IngestedDatabase.SCOPE, keys.stream().map(key -> new Target(root, root, key)).toList());
  }

  private List<String> keys() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList());
    }
  }
}
