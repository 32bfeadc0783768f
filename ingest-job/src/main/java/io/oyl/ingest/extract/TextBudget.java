package io.oyl.ingest.extract;

/** Code points that may still be kept of a file, shared by all documents in it. */
final class TextBudget {
  private int left;

  TextBudget(int codePoints) {
    left = codePoints;
  }

  int left() {
    return left;
  }

  void spend(int codePoints) {
    left -= codePoints;
  }
}
