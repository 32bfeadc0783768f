package io.oyl.ingest.extract.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A folder of temporary files. What cannot be removed now is swept by a later run. */
record TemporaryFolder(Path path) {
  /** A new folder below another one. */
  static TemporaryFolder in(Path parent, String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(parent, prefix));
  }

  /**
   * Kills the programs that work in it. One that a dead process had started has no known parent any
   * more; its arguments still name the folder.
   */
  void killUsers() {
    String name = path.toString();
    long self = ProcessHandle.current().pid();
    ProcessHandle.allProcesses()
        .filter(process -> process.pid() != self)
        .filter(
            process ->
                process.info().arguments().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(argument -> argument.contains(name)))
        .forEach(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  /** Removes it with all that is in it. */
  void delete() {
    empty();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Swept by a later run.
    }
  }

  /** Removes all that is in it. */
  void empty() {
    try {
      Files.walkFileTree(
          path,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException e)
                throws IOException {
              if (!inner.equals(path)) {
                Files.deleteIfExists(inner);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What is left is removed with the folder or swept by a later run.
    }
  }
}
