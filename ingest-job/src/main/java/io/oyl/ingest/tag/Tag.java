package io.oyl.ingest.tag;

import java.util.Locale;

/**
 * A word or phrase that says what a passage is about.
 *
 * @param name as it is shown, at most {@value #MAX_LENGTH} code points, storable in PostgreSQL
 * @param score how well it fits: 0 (exclusive) to 1
 */
public record Tag(String name, Source source, double score) {
  public static final int MAX_LENGTH = 100;

  /** Who says so; the lower-case name is the value of {@code tag_source_enum}. */
  public enum Source {
    DOCUMENT,
    USER,
    AUTOMATIC;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
