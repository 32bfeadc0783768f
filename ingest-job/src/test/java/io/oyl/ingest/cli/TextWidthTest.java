package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {
  @Test
  void countsColumns() {
    assertThat(TextWidth.of("abc")).isEqualTo(3);
    assertThat(TextWidth.of("日本語")).isEqualTo(6);
    assertThat(TextWidth.of("한국")).isEqualTo(4);
    assertThat(TextWidth.of("ａ")).isEqualTo(2);
    assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
    assertThat(TextWidth.of("🚀")).isEqualTo(2);
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(TextWidth.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(TextWidth.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(TextWidth.cut("日本語日本", 6)).isEqualTo("日本…");
    assertThat(TextWidth.cut("🚀🚀🚀", 4)).isEqualTo("🚀…");
  }

  @Test
  void wrapsAtSpacesAndCutsTheLastLine() {
    assertThat(TextWidth.wrap("one two three four five", 9, 2))
        .containsExactly("one two", "three fo…");
    assertThat(TextWidth.wrap("日本語日本語", 6, 3)).containsExactly("日本語", "日本語");
    assertThat(TextWidth.wrap("", 9, 2)).containsExactly("");
    assertThat(TextWidth.wrap("日本", 1, 3)).hasSize(2);
  }
}
