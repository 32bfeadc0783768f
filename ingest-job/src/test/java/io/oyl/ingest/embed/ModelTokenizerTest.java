package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelTokenizerTest {
  private static final String[] PIECES = {
    "word",
    "Unbelievably",
    " ",
    " ",
    "\n",
    "\t",
    "\r\n",
    "\u00A0",
    "\u3000",
    "\u2028",
    "😀",
    "e\u0301",
    "\u0301",
    "É",
    "ß",
    "日本",
    "ｗ",
    "ไทย",
    "한국",
    "\u0000",
    "\u200B",
    "\u000B",
    "\u0085",
    "\u00AD",
    "\u00C4",
    "[SEP]",
    "[MASK]",
    "[",
    "]",
    "CLS",
    "...",
    "don't",
    "a=b;",
    "\u0338",
    "“",
    "’",
    "—",
    "مرحبا",
    "\uFFFD",
    "\uE000",
    "3.14",
    "$",
    "^",
    "`",
    "~",
    "x".repeat(120),
    "İ",
    "ﬁ",
    "½",
    "\uD83D"
  };

  @BeforeAll
  static void loadNativeLibraries() {
    NativeLibraries.prepare(null);
  }

  @Test
  void wordByWordATextHasTheTokensThatTheLibrarySeesInAllOfIt() throws IOException {
    byte[] json = bundled();
    Random random = new Random(8);
    try (ModelTokenizer tokenizer = new ModelTokenizer(json, 256, "");
        HuggingFaceTokenizer library =
            HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json),
                Map.of("truncation", "false", "padding", "false"))) {
      assertThat(tokenizer.separatesAtWhiteSpace()).isTrue();
      for (int round = 0; round < 2_000; round++) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
          text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        assertThat(tokenizer.tokenStarts(text.toString()))
            .as(text.toString())
            .containsExactly(
                Arrays.stream(library.encode(text.toString(), false, false).getCharTokenSpans())
                    .mapToInt(CharSpan::getStart)
                    .toArray());
      }
    }
  }

  @Test
  void aTokenThatReachesOverWhiteSpaceKeepsTextsWhole() throws IOException {
    String json = new String(bundled(), StandardCharsets.UTF_8);
    String strips = json.replaceFirst("\"lstrip\"\\s*:\\s*false", "\"lstrip\": true");
    assertThat(strips).isNotEqualTo(json);

    try (ModelTokenizer tokenizer =
        new ModelTokenizer(strips.getBytes(StandardCharsets.UTF_8), 256, "")) {
      assertThat(tokenizer.separatesAtWhiteSpace()).isFalse();
      assertThat(tokenizer.tokenStarts("a [PAD] b")).containsExactly(0, 1, 8);
    }
  }

  private static byte[] bundled() throws IOException {
    try (InputStream in =
        ModelTokenizerTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
