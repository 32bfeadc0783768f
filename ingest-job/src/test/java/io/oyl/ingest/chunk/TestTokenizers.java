package io.oyl.ingest.chunk;

import java.util.function.Function;
import java.util.stream.IntStream;

/** Small tokenizers that behave as badly as real ones may. */
final class TestTokenizers {
  private TestTokenizers() {}

  /** One token a word; a word of more than 100 characters is one token too, as in WordPiece. */
  static Tokenizer words(int maxTokens) {
    return new FunctionTokenizer(
        "words",
        maxTokens,
        true,
        text -> {
          int[] points = text.codePoints().toArray();
          return IntStream.range(0, points.length)
              .filter(i -> Visible.isVisible(points[i]))
              .filter(i -> i == 0 || !Visible.isVisible(points[i - 1]))
              .toArray();
        });
  }

  /** As many tokens at a code point as it has bytes in UTF-8. */
  static Tokenizer bytes(int maxTokens) {
    return new FunctionTokenizer(
        "bytes",
        maxTokens,
        false,
        text -> {
          int[] points = text.codePoints().toArray();
          return IntStream.range(0, points.length)
              .flatMap(
                  i ->
                      IntStream.generate(() -> i)
                          .limit(Character.toString(points[i]).getBytes(UTF_8).length))
              .toArray();
        });
  }

  /** Cuts depend on where the text begins and how long it is: no count of a part is ever right. */
  static Tokenizer moody(int maxTokens) {
    return new FunctionTokenizer(
        "moody",
        maxTokens,
        false,
        text -> {
          int length = text.codePointCount(0, text.length());
          int step = 1 + length % 4;
          return IntStream.range(0, length).filter(i -> i % step == 0).toArray();
        });
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private record FunctionTokenizer(
      String fingerprint,
      int maxTokens,
      boolean separatesAtWhiteSpace,
      Function<String, int[]> function)
      implements Tokenizer {
    @Override
    public int[] tokenStarts(String text) {
      return function.apply(text);
    }
  }
}
