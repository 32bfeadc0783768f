package io.oyl.ingest.cli;

import io.oyl.ingest.tag.Tag;
import java.util.List;

/** Tags as somebody has typed them. */
final class GivenTags {
  /** So many fit into a job parameter, however they have to be escaped. */
  private static final int MOST = 12;

  private GivenTags() {}

  /**
   * Each once, without the white space around it.
   *
   * @throws UsageException when one is empty, too long or has characters that are not seen, or when
   *     there are too many
   */
  static List<String> of(List<String> typed) {
    List<String> tags = typed.stream().map(String::strip).distinct().toList();
    if (tags.size() > MOST) {
      throw new UsageException("--tag: a run gives at most " + MOST + " tags");
    }
    for (String tag : tags) {
      if (tag.isEmpty()) {
        throw new UsageException("--tag: a tag is not empty");
      }
      if (tag.codePointCount(0, tag.length()) > Tag.MAX_LENGTH) {
        throw new UsageException("--tag: a tag has at most " + Tag.MAX_LENGTH + " characters");
      }
      if (tag.codePoints().anyMatch(GivenTags::isUnseen)) {
        throw new UsageException("--tag: a tag has no control characters");
      }
    }
    return tags;
  }

  private static boolean isUnseen(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }
}
