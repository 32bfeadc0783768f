package io.oyl.ingest.extract.draft;

/** Code points that may still be kept of a file, shared by all documents in it. */
public final class TextBudget {
  private int left;

  public TextBudget(int codePoints) {
    left = codePoints;
  }

  public int left() {
    return left;
  }

  void spend(int codePoints) {
    left -= codePoints;
  }
}
