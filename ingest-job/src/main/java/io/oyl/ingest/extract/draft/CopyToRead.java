package io.oyl.ingest.extract.draft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read instead of another. It is there when it was written whole and differs, and
 * who asked for it deletes it.
 */
public final class CopyToRead {
  /** Writes to a new, empty file. */
  public interface Writer {
    /**
     * Writes the whole.
     *
     * @return whether it reads differently from the file itself
     */
    boolean write(Path copy) throws IOException;
  }

  private CopyToRead() {}

  /**
   * The copy; null when nothing differs.
   *
   * @param suffix of its name, by which some parsers tell the type
   */
  public static @Nullable Path written(String suffix, Writer writer) throws IOException {
    Path copy = Files.createTempFile("copy", suffix);
    boolean kept = false;
    try {
      kept = writer.write(copy);
    } finally {
      if (!kept) {
        Files.delete(copy);
      }
    }
    return kept ? copy : null;
  }
}
