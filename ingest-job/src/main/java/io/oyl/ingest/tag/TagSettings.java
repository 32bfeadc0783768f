package io.oyl.ingest.tag;

/**
 * How documents and chunks are tagged; properties {@code ingest.tag.*}.
 *
 * @param automatic whether tags are taken from the text; the file's own keywords always are
 * @param maxPerDocument most automatic tags in a document's list
 * @param maxPerChunk most automatic tags of one chunk
 * @param maxKeywords most tags taken from the file's own keywords; the rest is left out
 * @param maxWords most words of an automatic tag
 */
public record TagSettings(
    boolean automatic, int maxPerDocument, int maxPerChunk, int maxKeywords, int maxWords) {

  private static final TagSettings DEFAULTS = new TagSettings(true, 20, 8, 32, 5);

  public TagSettings {
    require(maxPerDocument, 1, 1000, "max-per-document");
    require(maxPerChunk, 0, 1000, "max-per-chunk");
    require(maxKeywords, 0, 1000, "max-keywords");
    require(maxWords, 1, 8, "max-words");
  }

  /** What {@code application.yaml} says as shipped. */
  public static TagSettings defaults() {
    return DEFAULTS;
  }

  private static void require(int value, int least, int most, String property) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "ingest.tag." + property + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
