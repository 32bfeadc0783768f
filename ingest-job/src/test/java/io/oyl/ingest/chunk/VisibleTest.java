package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisibleTest {
  /** Format characters that are drawn, or belong to the character before them. */
  private static final Set<Integer> DRAWN =
      Set.of(0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, 0xE0001);

  @Test
  void invisibleAreWhiteSpaceSpacesControlsAndFormatCharactersThatDrawNothing() {
    BitSet expected = new BitSet();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean drawn =
          DRAWN.contains(c)
              || (c >= 0x600 && c <= 0x605)
              || (c >= 0x13430 && c <= 0x1343F)
              || (c >= 0xE0020 && c <= 0xE007F);
      boolean invisible =
          Character.isWhitespace(c)
              || Character.isSpaceChar(c)
              || Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT;
      expected.set(c, invisible && !drawn);
    }
    BitSet actual = new BitSet();
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(c -> !Visible.isVisible(c))
        .forEach(actual::set);

    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void rangesHoldExactlyTheInvisible() {
    BitSet ranges = new BitSet();
    for (int[] range : Visible.invisibleRanges()) {
      ranges.set(range[0], range[1] + 1);
    }
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      assertThat(ranges.get(c)).as("U+%04X", c).isEqualTo(!Visible.isVisible(c));
    }
  }

  @Test
  void sqlExpressionNamesTheRangesWithoutTheZeroCharacter() {
    assertThat(Visible.postgresClass())
        .startsWith("[\\U00000001-\\U00000020\\U0000007F-\\U000000A0\\U000000AD")
        .endsWith("]");
  }

  @Test
  void blankIsWhatShowsNothing() {
    assertThat(Visible.isBlank("")).isTrue();
    assertThat(Visible.isBlank(" \t\n\u00A0\u200B\u3000\uFEFF\u0085")).isTrue();
    assertThat(Visible.isBlank(" \uFFFD ")).isFalse();
    assertThat(Visible.isBlank("\u200D😀")).isFalse();
  }
}
