package io.oyl.ingest.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Files that processes of this machine have open for writing, as far as this account may see: on
 * Linux, of its own processes, or of all when it is root; elsewhere none.
 */
public final class OpenFiles {
  /** {@code O_ACCMODE} of fcntl.h: 0 is read only. */
  private static final int ACCESS_MODE = 3;

  private OpenFiles() {}

  /** Real paths. */
  public static Set<Path> forWriting() {
    Set<Path> open = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      processes.forEach(process -> add(process, open));
    } catch (IOException e) {
      // no Linux
    }
    return open;
  }

  private static void add(Path process, Set<Path> open) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        Path file = Files.readSymbolicLink(descriptor);
        if (file.isAbsolute() && isForWriting(process, descriptor)) {
          open.add(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // it has ended, or it is not ours to look at
    }
  }

  private static boolean isForWriting(Path process, Path descriptor) throws IOException {
    Path name = Objects.requireNonNull(descriptor.getFileName());
    return Files.readAllLines(process.resolve("fdinfo").resolve(name.toString())).stream()
        .filter(line -> line.startsWith("flags:"))
        .anyMatch(line -> (Long.parseLong(line.substring(6).strip(), 8) & ACCESS_MODE) != 0);
  }
}
