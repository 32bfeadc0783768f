package io.oyl.ingest.tag;

import static io.oyl.ingest.tag.Samples.document;
import static io.oyl.ingest.tag.Samples.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaggerHostileTextTest {
  private final Tagger tagger = new Tagger(TagSettings.defaults());

  @Test
  void emojiAreNoTags() {
    assertThat(tags(null, "\uD83D\uDE00 \uD83D\uDC4D\uD83C\uDFFD \u2764\uFE0F ".repeat(1000)))
        .isEmpty();
  }

  @Test
  void controlCharactersNeverGetIntoATag() {
    String text = "Pump\u0001 stations \u0007fail. The\u200b pump\u00ad stations\u009f leak\ufffd.";
    assertThat(String.join("", tags("en", text))).isNotEmpty().matches("[\\p{L} -]+");
  }

  @Test
  void aMegabyteWithoutSpacesIsNoTag() {
    for (String unit :
        new String[] {"a", "ab1", "x-", "a.b", "\u00e9'", "\u0301", "9", "=", "\u4e00\u4e8c"}) {
      String text = unit.repeat(1_000_000 / unit.length());
      assertThat(tags(null, text)).allSatisfy(tag -> assertThat(tag.length()).isLessThan(8));
    }
    assertThat(tags(null, "a".repeat(1_000_000))).isEmpty();
    assertThat(tags("en", "\u3042".repeat(1_000_000))).isEmpty();
    assertThat(tags("th", "\u0e01".repeat(1_000_000))).hasSizeLessThan(2);
  }

  @Test
  void addressesNumbersAndChecksumsAreNoTags() {
    String text =
        "See https://example.org/download/archive.tar.gz or write to post@example.org. "
            + "d41d8cd98f00b204e9800998ecf8427e 2024-11-23 1,234.56 0x7fff5fbff8c0. "
            + "The archive holds weather records.";
    assertThat(tags("en", text))
        .contains("weather records")
        .noneMatch(tag -> tag.contains("example") || tag.contains("d41d") || tag.contains("7fff"));
  }

  @Test
  void noTagBeginsWithASign() {
    String text =
        "A JDK 25 is found by itself or named in one sentence. `bin/setup --with-ocr` adds Tesseract"
            + " (`bin/verify` needs it), and scans are read. What `bin/ingest demo` ends with: all"
            + " of the `bin` folder, and one ` bin ` more.";
    assertThat(tags("en", text)).allMatch(tag -> Character.isLetterOrDigit(tag.codePointAt(0)));
  }

  @Test
  void randomCharactersAreEndured() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      int c = random.nextInt(Character.MAX_CODE_POINT);
      text.appendCodePoint(Character.isSurrogate((char) c) && c < 0x10000 ? ' ' : c);
      if (i % 7 == 0) {
        text.append(' ');
      }
    }
    String all = text.toString();
    for (Tag tag : Samples.documentTags(tagger, document(null, all))) {
      assertThat(tag.name().codePointCount(0, tag.name().length()))
          .isLessThanOrEqualTo(Tag.MAX_LENGTH);
      assertThat(tag.name().codePoints()).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void aSentenceThatNeverEndsTakesLinearTime() {
    String unit = "grey stone wall old iron gate ";
    long small = nanos(unit.repeat(5_000));
    long large = nanos(unit.repeat(50_000));
    assertThat(Duration.ofNanos(large))
        .isLessThan(Duration.ofNanos(small).multipliedBy(40).plusSeconds(1));
  }

  private long nanos(String text) {
    long start = System.nanoTime();
    assertThat(Samples.documentTags(tagger, document("en", text))).isNotEmpty();
    return System.nanoTime() - start;
  }

  private List<String> tags(@org.jspecify.annotations.Nullable String language, String text) {
    return names(Samples.documentTags(tagger, document(language, text)));
  }
}
