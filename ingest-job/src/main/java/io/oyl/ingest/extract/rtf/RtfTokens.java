package io.oyl.ingest.extract.rtf;

import io.oyl.ingest.extract.draft.FileBytes;

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

  private final FileBytes rtf;
  private Kind kind = Kind.TEXT;
  private int start;
  private int end;
  private int name;
  private int number;

  RtfTokens(FileBytes rtf) {
    this.rtf = rtf;
  }

  /** Goes on to the next piece; false at the end. */
  boolean next() {
    start = end;
    if (start == rtf.length()) {
      return false;
    }
    end++;
    switch (rtf.at(start)) {
      case '{' -> kind = Kind.OPEN;
      case '}' -> kind = Kind.CLOSE;
      case '\r', '\n' -> kind = Kind.LINE_END;
      case '\\' -> control();
      default -> {
        kind = Kind.TEXT;
        while (end < rtf.length() && "\\{}\r\n".indexOf(rtf.at(end)) < 0) {
          end++;
        }
      }
    }
    return true;
  }

  private void control() {
    name = end;
    while (end < rtf.length() && isLetter(rtf.at(end))) {
      end++;
    }
    number = end;
    if (end == name) {
      kind = Kind.SYMBOL;
      boolean hexadecimal = end < rtf.length() && rtf.at(end) == '\'';
      end = Math.min(rtf.length(), end + 1);
      for (int i = 0; hexadecimal && i < 2 && end < rtf.length() && isDigit(rtf.at(end)); i++) {
        end++;
      }
      return;
    }
    kind = Kind.WORD;
    while (end < rtf.length() && isOfNumber(rtf.at(end))) {
      end++;
    }
    int bytes = word().equals("bin") ? Math.max(0, value(0)) : 0;
    if (end < rtf.length() && rtf.at(end) == ' ') {
      end++;
    }
    end = (int) Math.min(rtf.length(), (long) end + bytes);
  }

  private static boolean isDigit(byte b) {
    return Character.digit(b, 16) >= 0;
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
    return rtf.subSequence(name, number);
  }

  /** The number of the control word; {@code otherwise} where it has none. */
  int value(int otherwise) {
    int to = number;
    while (to < end && isOfNumber(rtf.at(to))) {
      to++;
    }
    String digits = rtf.subSequence(number, to);
    return digits.matches("-?\\d{1,9}") ? Integer.parseInt(digits) : otherwise;
  }

  /** The escaped sign; zero where the file ends. */
  char symbol() {
    return name < rtf.length() ? rtf.charAt(name) : 0;
  }

  /** The piece as it stands in the file, a character a byte. */
  String raw() {
    return rtf.subSequence(start, end);
  }
}
