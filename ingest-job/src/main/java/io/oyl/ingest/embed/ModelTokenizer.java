package io.oyl.ingest.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.oyl.ingest.chunk.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model's own tokenizer from its {@code tokenizer.json}, with the truncation and the padding that
 * the file may ask for switched off. The library's spans count code points.
 */
final class ModelTokenizer implements Tokenizer, AutoCloseable {
  /** With their tokens some megabytes. */
  private static final int WORDS = 1 << 16;

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;
  private final boolean separatesAtWhiteSpace;
  private final WordTokens words;
  private final String fingerprint;

  /**
   * Loads the tokenizer; {@link NativeLibraries#prepare} must have run.
   *
   * @param limit the longest input that the model reads, its special tokens and what its users put
   *     before a passage included
   * @throws IOException when the file is no tokenizer
   */
  ModelTokenizer(byte[] json, int limit, String passagePrefix) throws IOException {
    this.tokenizer = read(json);
    int specials = withSpecials("").getIds().length;
    int prefix = passagePrefix.isEmpty() ? 0 : tokenStartsOfAll(passagePrefix).length + 1;
    this.maxTokens = limit - specials - prefix;
    if (maxTokens < 1) {
      tokenizer.close();
      throw new IllegalArgumentException(
          "ingest.embed.max-tokens (%d) leaves no room beside %d special tokens and %d of the prefix"
              .formatted(limit, specials, prefix));
    }
    JsonNode root = JsonMapper.shared().readTree(json);
    this.separatesAtWhiteSpace =
        type(root, "pre_tokenizer").equals("BertPreTokenizer")
            && type(root, "normalizer").equals("BertNormalizer")
            && type(root, "model").equals("WordPiece")
            && root.path("added_tokens").valueStream().noneMatch(ModelTokenizer::takesSpace);
    String added = String.join("", root.path("added_tokens").findValuesAsString("content"));
    this.words =
        new WordTokens(
            this::tokenStartsOfAll, c -> isPunctuation(c) && added.indexOf(c) < 0, WORDS);
    this.fingerprint = "hf:" + Fingerprint.of(json) + ":" + maxTokens;
  }

  private static HuggingFaceTokenizer read(byte[] json) throws IOException {
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false"));
    } catch (RuntimeException e) {
      throw new IOException("this is no tokenizer.json: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] tokenStarts(String text) {
    return separatesAtWhiteSpace ? words.starts(text) : tokenStartsOfAll(text);
  }

  private int[] tokenStartsOfAll(String text) {
    CharSpan[] spans = tokenizer.encode(text, false, false).getCharTokenSpans();
    int[] starts = new int[spans.length];
    for (int i = 0; i < spans.length; i++) {
      starts[i] = spans[i].getStart();
    }
    return starts;
  }

  /** The text as the model reads it, special tokens included. */
  Encoding withSpecials(String text) {
    return tokenizer.encode(text, true, false);
  }

  @Override
  public int maxTokens() {
    return maxTokens;
  }

  @Override
  public boolean separatesAtWhiteSpace() {
    return separatesAtWhiteSpace;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** Whether a token that is looked for in the text as it stands can reach over white space. */
  private static boolean takesSpace(JsonNode addedToken) {
    return addedToken.path("lstrip").asBoolean(false)
        || addedToken.path("rstrip").asBoolean(false)
        || addedToken.path("content").asString("").chars().anyMatch(Character::isWhitespace);
  }

  /** What BERT cuts a word at; it does so at others, too. */
  private static boolean isPunctuation(int c) {
    return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
  }

  /** WordPiece files of older versions leave the model's type out. */
  private static String type(JsonNode root, String member) {
    JsonNode node = root.path(member);
    if (node.has("type")) {
      return node.path("type").asString("");
    }
    return node.has("max_input_chars_per_word") ? "WordPiece" : "";
  }
}
