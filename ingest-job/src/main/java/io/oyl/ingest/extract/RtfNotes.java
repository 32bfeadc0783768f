package io.oyl.ingest.extract;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Puts the notes of an RTF file in brackets, where they are referred to: its parser leaves out
 * those that are written as something an old reader may skip, and others run into the sentence.
 */
final class RtfNotes {
  private final FileBytes rtf;
  private @Nullable Path copy;
  private OutputStream out = OutputStream.nullOutputStream();
  private int at;
  private int kept;
  private int depth;
  private int noteDepth;
  private boolean inText;

  private RtfNotes(FileBytes rtf) {
    this.rtf = rtf;
  }

  static boolean isFor(String type) {
    return type.equals("application/rtf") || type.equals("text/rtf");
  }

  /** A copy to read instead, which the caller deletes; null when there are no notes. */
  static @Nullable Path inBrackets(Path file) throws IOException {
    try (FileBytes rtf = new FileBytes(file)) {
      RtfNotes notes = new RtfNotes(rtf);
      try {
        notes.write();
      } finally {
        notes.out.close();
      }
      return notes.copy;
    }
  }

  private void write() throws IOException {
    while (at < rtf.length()) {
      switch (rtf.at(at)) {
        case '\\' -> control();
        case '{' -> {
          depth++;
          at++;
        }
        case '}' -> {
          if (noteDepth > 0 && depth == noteDepth) {
            put("]", at);
            noteDepth = 0;
          }
          depth--;
          at++;
        }
        case '\r', '\n' -> at++;
        case ' ' -> {
          if (noteDepth > 0 && !inText) {
            put("", at);
            kept = at + 1;
          }
          at++;
        }
        default -> {
          inText = true;
          at++;
        }
      }
    }
    rtf.copy(kept, rtf.length(), out);
  }

  /** A control word with its number and the blank that ends it, or a sign that is escaped. */
  private void control() throws IOException {
    int start = at;
    at++;
    int word = at;
    while (at < rtf.length() && Character.isLetter(rtf.at(at))) {
      at++;
    }
    if (at == word) {
      inText |= at < rtf.length() && rtf.at(at) != '*';
      at++;
      return;
    }
    String name = rtf.subSequence(word, at);
    int number = at;
    while (at < rtf.length() && (rtf.at(at) == '-' || Character.isDigit(rtf.at(at)))) {
      at++;
    }
    String value = rtf.subSequence(number, at);
    if (at < rtf.length() && rtf.at(at) == ' ') {
      at++;
    }
    if (name.equals("bin") && value.matches("\\d{1,9}")) {
      at = Math.min(rtf.length(), at + Integer.parseInt(value));
    } else if (name.equals("footnote") && noteDepth == 0) {
      boolean mayBeSkipped = start >= 2 && rtf.at(start - 1) == '*' && rtf.at(start - 2) == '\\';
      put("\\footnote { [}", mayBeSkipped ? start - 2 : start);
      kept = at;
      noteDepth = depth;
      inText = false;
    }
  }

  /** Writes what was read up to {@code end} and then {@code text}. */
  private void put(String text, int end) throws IOException {
    if (copy == null) {
      copy = Files.createTempFile("notes", ".rtf");
      out = new BufferedOutputStream(Files.newOutputStream(copy));
    }
    rtf.copy(kept, end, out);
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    kept = end;
  }
}
