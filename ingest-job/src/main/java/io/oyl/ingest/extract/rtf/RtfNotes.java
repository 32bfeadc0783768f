package io.oyl.ingest.extract.rtf;

import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.List;

/** The notes of a paragraph of an RTF file, which come behind it. */
final class RtfNotes {
  private record Note(String sign, String text) {
    String signed() {
      return sign.isEmpty() ? text : sign + " " + text;
    }
  }

  private final List<Note> waiting = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder sign = new StringBuilder();
  private boolean open;
  private boolean inSign;

  void begin() {
    open = true;
    inSign = false;
    text.setLength(0);
    sign.setLength(0);
  }

  /** What is added from now on is the sign of the open note. */
  void beginSign() {
    inSign = open;
  }

  boolean isOpen() {
    return open;
  }

  void add(String more) {
    (inSign ? sign : text).append(more);
  }

  /** The sign to show in the paragraph; may be empty. */
  String end() {
    String shown = sign.toString();
    String words = WhiteSpace.collapseLines(text.toString());
    if (open && !words.isEmpty()) {
      waiting.add(new Note(shown, words));
    }
    open = false;
    return shown;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** The notes for the end of a table's cell, in brackets where they have no sign. */
  String inCell() {
    StringBuilder cell = new StringBuilder();
    for (Note note : waiting) {
      cell.append(' ').append(note.sign().isEmpty() ? "[" + note.text() + "]" : note.signed());
    }
    waiting.clear();
    return cell.toString();
  }

  /** The notes, each a paragraph. */
  List<String> paragraphs() {
    List<String> paragraphs = waiting.stream().map(Note::signed).toList();
    waiting.clear();
    return paragraphs;
  }
}
