package io.oyl.ingest.extract.rtf;

import java.util.BitSet;

/** Where in a table the text of an RTF file is, as the marks to write. */
final class RtfRows {
  /** The cells of a row, as they were last defined, that go on from the row above. */
  private final BitSet fromAbove = new BitSet();

  /** Those that are one with the cell to the left. */
  private final BitSet fromLeft = new BitSet();

  private int defined;
  private boolean nextFromAbove;
  private boolean nextFromLeft;
  private boolean header;
  private boolean inTable;
  private boolean inRow;
  private int cell;

  /** Takes what a control word says of the cells of the rows to come. */
  void define(String word) {
    switch (word) {
      case "trowd" -> {
        fromAbove.clear();
        fromLeft.clear();
        defined = 0;
        header = false;
      }
      case "trhdr" -> header = true;
      case "clmrg" -> nextFromLeft = true;
      case "clvmrg" -> nextFromAbove = true;
      case "cellx" -> {
        fromAbove.set(defined, nextFromAbove);
        fromLeft.set(defined, nextFromLeft);
        nextFromAbove = false;
        nextFromLeft = false;
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
    return String.valueOf(header ? RtfBlocks.HEADER_ROW : RtfBlocks.ROW);
  }

  /**
   * A cell ends.
   *
   * @param empty whether there was no text in it
   */
  String endCell(boolean empty) {
    String begin = begin();
    int ended = cell;
    cell++;
    if (empty && ended > 0 && fromLeft.get(ended)) {
      return begin;
    }
    String wider = String.valueOf(RtfBlocks.WIDER);
    int columns = Math.max(1, fromLeft.nextClearBit(cell) - ended);
    return begin
        + wider.repeat(columns - 1)
        + (fromAbove.get(ended) ? RtfBlocks.CELL_FROM_ABOVE : RtfBlocks.CELL);
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
