package io.oyl.ingest.extract.rtf;

import java.util.BitSet;

/** Where in a table the text of an RTF file is, as the marks to write. */
final class RtfRows {
  /** The cells of a row, as they were last defined, that go on from the row above. */
  private final BitSet fromAbove = new BitSet();

  private int defined;
  private boolean nextFromAbove;
  private boolean inTable;
  private boolean inRow;
  private int cell;

  /** Takes what a control word says of the cells of the rows to come. */
  void define(String word) {
    switch (word) {
      case "trowd" -> {
        fromAbove.clear();
        defined = 0;
      }
      case "clvmrg" -> nextFromAbove = true;
      case "cellx" -> {
        fromAbove.set(defined, nextFromAbove);
        nextFromAbove = false;
        defined++;
      }
      default -> {}
    }
  }

  /** Text in a table comes. */
  String begin() {
    if (inRow) {
      return "";
    }
    inTable = true;
    inRow = true;
    cell = 0;
    return String.valueOf(RtfBlocks.ROW);
  }

  String endCell() {
    String begin = begin();
    boolean above = fromAbove.get(cell);
    cell++;
    return begin + (above ? RtfBlocks.CELL_FROM_ABOVE : RtfBlocks.CELL);
  }

  void endRow() {
    inRow = false;
  }

  /** Text outside of tables comes; whether there was a table before it. */
  boolean leave() {
    boolean left = inTable;
    inTable = false;
    inRow = false;
    return left;
  }
}
