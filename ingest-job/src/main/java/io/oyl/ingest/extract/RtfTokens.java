package io.oyl.ingest.extract;

import java.nio.charset.StandardCharsets;

/** Reads an RTF file piece by piece, without a look at what the pieces mean. */
final class RtfTokens {
  enum Kind {
    OPEN,
    CLOSE,
    /** A control word with its number and the blank that ends it. */
    WORD,
    /** A sign that is escaped, a byte in hexadecimal with its digits. */
    SYMBOL,
    TEXT,
    /** The end of a line of the file, which is none of the text. */
    LINE_END
  }

  private final byte[] rtf;
  private Kind kind = Kind.TEXT;
  private int start;
  private int end;
  private int name;
  private int number;

  RtfTokens(byte[] rtf) {
    this.rtf = rtf;
  }

  /** Goes on to the next piece; false at the end. */
  boolean next() {
    start = end;
    if (start == rtf.length) {
      return false;
    }
    end++;
    switch (rtf[start]) {
      case '{' -> kind = Kind.OPEN;
      case '}' -> kind = Kind.CLOSE;
      case '\r', '\n' -> kind = Kind.LINE_END;
      case '\\' -> control();
      default -> {
        kind = Kind.TEXT;
        while (end < rtf.length && "\\{}\r\n".indexOf(rtf[end]) < 0) {
          end++;
        }
      }
    }
    return true;
  }

  private void control() {
    name = end;
    while (end < rtf.length && isLetter(rtf[end])) {
      end++;
    }
    number = end;
    if (end == name) {
      kind = Kind.SYMBOL;
      end = Math.min(rtf.length, end + (end < rtf.length && rtf[end] == '\'' ? 3 : 1));
      return;
    }
    kind = Kind.WORD;
    while (end < rtf.length && isOfNumber(rtf[end])) {
      end++;
    }
    int bytes = word().equals("bin") ? Math.max(0, value(0)) : 0;
    if (end < rtf.length && rtf[end] == ' ') {
      end++;
    }
    end = (int) Math.min(rtf.length, (long) end + bytes);
  }

  private static boolean isLetter(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static boolean isOfNumber(byte b) {
    return b == '-' || (b >= '0' && b <= '9');
  }

  Kind kind() {
    return kind;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The control word without its number. */
  String word() {
    return new String(rtf, name, number - name, StandardCharsets.US_ASCII);
  }

  /** The number of the control word; {@code otherwise} where it has none. */
  int value(int otherwise) {
    int to = number;
    while (to < end && isOfNumber(rtf[to])) {
      to++;
    }
    String digits = new String(rtf, number, to - number, StandardCharsets.US_ASCII);
    return digits.matches("-?\\d{1,9}") ? Integer.parseInt(digits) : otherwise;
  }

  /** The escaped sign; zero where the file ends. */
  char symbol() {
    return name < rtf.length ? (char) (rtf[name] & 0xFF) : 0;
  }

  /** The piece as it stands in the file, a character a byte. */
  String raw() {
    return new String(rtf, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
