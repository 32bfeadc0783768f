package io.oyl.ingest.embed;

/** A text has more tokens than the model reads: embedding it would drop its end silently. */
public final class TextTooLongException extends RuntimeException {
  public TextTooLongException(int tokens, ModelId model) {
    super("text of " + tokens + " tokens, " + model.key() + " reads " + model.maxTokens());
  }
}
