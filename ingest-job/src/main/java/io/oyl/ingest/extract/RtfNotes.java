package io.oyl.ingest.extract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Puts the notes of an RTF file in brackets, where they are referred to: its parser leaves out
 * those that are written as something an old reader may skip, and others run into the sentence.
 */
final class RtfNotes {
  /** In bytes: the file is held in memory. */
  private static final int LARGEST = 32 << 20;

  private final byte[] rtf;
  private final ByteArrayOutputStream out;
  private int at;
  private int kept;
  private int depth;
  private int noteDepth;
  private boolean inText;

  private RtfNotes(byte[] rtf) {
    this.rtf = rtf;
    out = new ByteArrayOutputStream(rtf.length + rtf.length / 16);
  }

  static boolean isFor(String type) {
    return type.equals("application/rtf") || type.equals("text/rtf");
  }

  /** A copy to read instead, which the caller deletes; null when there are no notes. */
  static @Nullable Path inBrackets(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      return null;
    }
    RtfNotes notes = new RtfNotes(Files.readAllBytes(file));
    notes.write();
    if (notes.kept == 0) {
      return null;
    }
    return Files.write(Files.createTempFile("notes", ".rtf"), notes.out.toByteArray());
  }

  private void write() {
    while (at < rtf.length) {
      switch (rtf[at]) {
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
    out.write(rtf, kept, rtf.length - kept);
  }

  /** A control word with its number and the blank that ends it, or a sign that is escaped. */
  private void control() {
    int start = at;
    at++;
    int word = at;
    while (at < rtf.length && Character.isLetter(rtf[at])) {
      at++;
    }
    if (at == word) {
      inText |= at < rtf.length && rtf[at] != '*';
      at++;
      return;
    }
    String name = new String(rtf, word, at - word, StandardCharsets.US_ASCII);
    int number = at;
    while (at < rtf.length && (rtf[at] == '-' || Character.isDigit(rtf[at]))) {
      at++;
    }
    String value = new String(rtf, number, at - number, StandardCharsets.US_ASCII);
    if (at < rtf.length && rtf[at] == ' ') {
      at++;
    }
    if (name.equals("bin") && value.matches("\\d{1,9}")) {
      at = Math.min(rtf.length, at + Integer.parseInt(value));
    } else if (name.equals("footnote") && noteDepth == 0) {
      boolean mayBeSkipped = start >= 2 && rtf[start - 1] == '*' && rtf[start - 2] == '\\';
      put("\\footnote { [}", mayBeSkipped ? start - 2 : start);
      kept = at;
      noteDepth = depth;
      inText = false;
    }
  }

  /** Writes what was read up to {@code end} and then {@code text}. */
  private void put(String text, int end) {
    out.write(rtf, kept, end - kept);
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    kept = end;
  }
}
