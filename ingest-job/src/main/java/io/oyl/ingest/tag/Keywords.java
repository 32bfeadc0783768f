package io.oyl.ingest.tag;

import io.oyl.ingest.extract.ExtractedDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keywords that a file carries in its own metadata, cleaned. */
final class Keywords {
  private static final Pattern SEPARATORS =
      Pattern.compile("[,;|\\r\\n\u00b7\u2022\u060c\u061b\u3001\uff0c\uff1b]+");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\ufffd]+");
  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\s]+");
  private static final Pattern EDGES =
      Pattern.compile(
          "^[\\p{Z}\\s\"'\u2018\u2019\u201c\u201d.]+|[\\p{Z}\\s\"'\u2018\u2019\u201c\u201d]+$");

  private Keywords() {}

  /** In the order of the file, without duplicates. */
  static List<String> of(ExtractedDocument document, int most) {
    List<String> keywords = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String value : document.metadata().getOrDefault("keywords", List.of())) {
      for (String part : SEPARATORS.split(value, -1)) {
        String keyword = clean(part);
        if (keyword != null
            && keywords.size() < most
            && seen.add(keyword.toLowerCase(Locale.ROOT))) {
          keywords.add(keyword);
        }
      }
    }
    return keywords;
  }

  private static @Nullable String clean(String part) {
    String printable = UNPRINTABLE.matcher(part).replaceAll("");
    String folded = SPACE.matcher(printable).replaceAll(" ");
    String bare = EDGES.matcher(folded).replaceAll("");
    if (bare.codePoints().noneMatch(c -> Character.isLetterOrDigit(c))) {
      return null;
    }
    return shorten(bare);
  }

  /** At most {@link Tag#MAX_LENGTH} code points, cut at the end of a word if there is one. */
  private static String shorten(String text) {
    if (text.codePointCount(0, text.length()) <= Tag.MAX_LENGTH) {
      return text;
    }
    int end = text.offsetByCodePoints(0, Tag.MAX_LENGTH);
    int space = text.lastIndexOf(' ', end);
    return text.substring(0, space > 0 ? space : end).strip();
  }
}
