package io.oyl.ingest.source;

import java.util.Locale;

/**
 * Why a file or document is not complete. The lower-case name ({@link #code}) is what stands in
 * {@code ingest_files.reason} and in every JSON answer; it is part of the product's contract.
 */
public enum Reason {
  /** Zero bytes. */
  EMPTY_FILE,
  /** Parsed well, and there is no text in it. */
  NO_TEXT,
  /** Only images: text may be there, but only character recognition can tell. */
  NEEDS_OCR,

  /** Text was cut at a limit: less is stored than the file holds. */
  TRUNCATED,
  /** A part of the file could not be read by its parser; what could be read is stored. */
  PARSE_ERROR,
  /** An attachment or archive member could not be read; the rest is stored. */
  CHILD_FAILED,

  /** A password is needed. */
  ENCRYPTED,
  /** Damaged or not what its format demands. */
  CORRUPT,
  /** No parser for this type of content. */
  UNSUPPORTED,
  /** Over a size limit of the pipeline or of the schema. */
  TOO_LARGE,
  /** Parsing took longer than its time budget. */
  TIMEOUT,
  /** Parsing needed more memory than its process may use. */
  OUT_OF_MEMORY,
  /** The parsing process died. */
  CRASHED,
  /** The database refused the rows of this file. */
  STORE_REFUSED,
  /** A fault of this program while it worked on the file; please report it. */
  INTERNAL_ERROR,

  /** No permission, an input error, or gone between listing and reading. */
  UNREADABLE,
  /**
   * A folder that could not be listed: what lies below it is unknown, so nothing is swept there.
   */
  UNREADABLE_FOLDER,
  /** The name is not valid in the file system's encoding. */
  UNREADABLE_NAME,
  /** A link that leads out of the source. */
  OUTSIDE_SOURCE,
  /** A FIFO, socket or device. */
  NOT_A_REGULAR_FILE,
  /** Changed between the first and the last byte that was read. */
  CHANGED_WHILE_READING;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
