package io.oyl.ingest.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of files for one ingestion, removed in the end. */
record Scratch(Path folder) implements AutoCloseable {
  static Scratch create() throws IOException {
    return new Scratch(Files.createTempDirectory("ingest-eval"));
  }

  /** Writes a file; signs that a file name cannot have are replaced in its name. */
  void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** A name for an id: letters, digits and the signs that every file system takes. */
  static String name(String id) {
    StringBuilder name = new StringBuilder();
    id.codePoints()
        .forEach(
            c -> {
              boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '.');
              name.append(plain ? Character.toString(c) : "_%x".formatted(c));
            });
    return name.toString();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
