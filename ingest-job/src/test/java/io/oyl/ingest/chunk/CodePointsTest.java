package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointsTest {
  @Test
  void agreesWithTheStringEverywhere() {
    Random random = new Random(7);
    for (int length = 0; length < 300; length++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append(random.nextBoolean() ? "😀" : "a");
      }
      check(text.toString());
    }
    check("plain ".repeat(100));
    check("😀".repeat(64));
    check("a" + "😀".repeat(64));
  }

  private static void check(String text) {
    CodePoints codePoints = new CodePoints(text);
    int count = text.codePointCount(0, text.length());
    assertThat(codePoints.count()).isEqualTo(count);
    for (int i = 0; i <= count; i++) {
      int unit = text.offsetByCodePoints(0, i);
      assertThat(codePoints.unitOf(i)).isEqualTo(unit);
      assertThat(codePoints.at(unit)).isEqualTo(i);
      if (i < count && Character.isSupplementaryCodePoint(text.codePointAt(unit))) {
        assertThat(codePoints.at(unit + 1)).isEqualTo(i);
      }
    }
  }
}
