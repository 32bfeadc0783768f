package io.oyl.ingest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PrintableTest {
  private static final String HOSTILE = "a\u001B[2J\u202Eb\r\n\u0085\u2028\u200E\uD800\uFEFF";

  @Test
  void whatDrivesATerminalIsShownAsAnEscape() {
    assertThat(Printable.of(HOSTILE))
        .isEqualTo("a\\x1b[2J\\u202eb\\r\\n\\x85\\u2028\\u200e\\ud800\\ufeff");
  }

  @Test
  void wordsOfAllScriptsAndEmojiStay() {
    String text = "é e\u0301 नमस्ते שלום 日本 👩\u200D🚀 co\u00ADop";
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void whatIsMarkupIsTextInHtmlInsideAndOutsideOfQuotes() {
    assertThat(Printable.html("<b title='x' id=\"y\">&amp;\n\u202E</b>"))
        .isEqualTo("&lt;b title=&#39;x&#39; id=&quot;y&quot;&gt;&amp;amp; \\u202e&lt;/b&gt;");
  }

  @Test
  void proseIsOneLine() {
    assertThat(Printable.prose(" a\n\n b\tc\u00A0 d \u0007")).isEqualTo("a b c d \\x07");
  }

  @Test
  void jsonStaysTheSameValue() {
    JsonMapper mapper = JsonMapper.builder().build();
    String text = HOSTILE.replace("\uD800", "") + "\uDB40\uDC41";
    String json = Printable.json(mapper.writeValueAsString(text));
    assertThat(json).doesNotContain("\u001B", "\u202E", "\u0085", "\u2028");
    assertThat(mapper.readValue(json, String.class)).isEqualTo(text);
  }
}
