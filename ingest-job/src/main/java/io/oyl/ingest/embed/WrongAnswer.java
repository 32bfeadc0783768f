package io.oyl.ingest.embed;

/** A model answered what cannot be used. The message says what, to follow "answered". */
final class WrongAnswer extends RuntimeException {
  private final boolean perhapsOneText;

  /**
   * A wrong answer.
   *
   * @param perhapsOneText whether one of the texts may have brought it about, and the others alone
   *     would be answered well
   */
  WrongAnswer(String what, boolean perhapsOneText) {
    super(what);
    this.perhapsOneText = perhapsOneText;
  }

  String what() {
    return String.valueOf(getMessage());
  }

  boolean perhapsOneText() {
    return perhapsOneText;
  }
}
