package io.oyl.ingest.source;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Something found below a source's root.
 *
 * <p>{@code key} is the path below the root, parts joined with {@code /}. It is unique in its
 * source.
 */
public sealed interface SourceEntry {
  String key();

  /**
   * A regular file that can be opened.
   *
   * @param path where to open it; its real path lies below the root
   * @param modified when its content or its attributes were changed, by the file system's clock;
   *     truncated to microseconds, as PostgreSQL keeps it
   */
  record File(String key, Path path, long sizeBytes, Instant modified) implements SourceEntry {}

  /** Something that will not be opened, and why; {@code detail} is one sentence for people. */
  record Refused(String key, Reason reason, String detail) implements SourceEntry {}
}
