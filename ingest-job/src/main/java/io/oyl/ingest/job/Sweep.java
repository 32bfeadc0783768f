package io.oyl.ingest.job;

/** What becomes of files that have vanished from a source that is scanned as a whole. */
public enum Sweep {
  /** Removed, softly, unless so many are gone at once that a disk may be missing. */
  SAFE,
  /** Removed, softly, however many. */
  ALWAYS,
  /** Kept. */
  NEVER;

  /** So many may go at once from a source of any size. */
  private static final long FEW = 10;

  /** Whether to remove {@code vanished} of {@code live} files. */
  boolean removes(long vanished, long live) {
    return switch (this) {
      case SAFE -> vanished < live && (vanished <= FEW || vanished <= live / 2);
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
