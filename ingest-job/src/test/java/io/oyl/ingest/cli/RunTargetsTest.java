package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTargetsTest {
  @TempDir Path temp;
  private Path root = Path.of("");

  @BeforeEach
  void files() throws IOException {
    root = temp.toRealPath();
    Files.createDirectories(root.resolve("a/inner"));
    Files.createDirectories(root.resolve("ab"));
    for (String file : List.of("a/one.txt", "a/inner/two.txt", "ab/three.txt")) {
      Files.writeString(root.resolve(file), file);
    }
  }

  @Test
  void aFolderIsReadAsAWholeUnderItsRealPath() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));
    assertThat(targets(null, link.toString(), root + "/ab/../a/inner/.."))
        .containsExactly(folder("a", null));
  }

  @Test
  void aFileBelongsToTheSourceOfItsFolder() {
    assertThat(targets(null, root + "/a/one.txt"))
        .containsExactly(new Target(root + "/a", root + "/a", "one.txt"));
    assertThat(targets("inbox", root + "/a/one.txt"))
        .containsExactly(new Target("inbox", root + "/a", "one.txt"));
  }

  @Test
  void whatLiesBelowAFolderThatIsReadIsNotReadTwice() {
    assertThat(
            targets(
                null,
                root + "/a/one.txt",
                root + "/a/inner",
                root + "/a",
                root + "/a/inner/two.txt",
                root + "/ab",
                root + "/a"))
        .containsExactly(folder("a", null), folder("ab", null));
    assertThat(targets("inbox", root + "/a", root + "/a/inner"))
        .containsExactly(folder("a", "inbox"));
  }

  @Test
  void oneNameCannotStandForSeveralFolders() {
    assertThatThrownBy(() -> targets("inbox", root + "/a", root + "/ab/three.txt"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--source names one folder, and these paths belong to 2");
  }

  @Test
  void whatIsNoPlainFileIsLeftToTheLedger() throws Exception {
    Files.createSymbolicLink(root.resolve("a/broken"), root.resolve("nowhere"));
    assertThat(new ProcessBuilder("mkfifo", root + "/a/pipe").start().waitFor()).isZero();
    assertThat(targets(null, root + "/a/broken", root + "/a/pipe"))
        .extracting(Target::key)
        .containsExactly("broken", "pipe");
  }

  @Test
  void aPathThatIsNotThereIsRefused() {
    for (String path : List.of(root + "/gone", root + "/a/one.txt/below", "")) {
      assertThatThrownBy(() -> targets(null, root + "/a", path)).isInstanceOf(UsageException.class);
    }
  }

  private Target folder(String name, @Nullable String source) {
    String path = root.resolve(name).toString();
    return new Target(source == null ? path : source, path, null);
  }

  private static List<Target> targets(@Nullable String source, String... paths) {
    return RunTargets.of(Stream.of(paths).toList(), source);
  }
}
