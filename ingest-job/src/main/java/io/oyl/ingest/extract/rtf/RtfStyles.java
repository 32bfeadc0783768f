package io.oyl.ingest.extract.rtf;

import io.oyl.ingest.extract.draft.BlockScope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What the paragraph styles of an RTF file make of text, by the numbers they have in the file. */
final class RtfStyles {
  /** The outline level of what is no heading. */
  private static final int BODY_LEVEL = 9;

  private final Map<Integer, BlockScope> styles = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Charset charset = Charset.forName("windows-1252");
  private StringBuilder name = new StringBuilder();
  private int number;
  private int outline = BODY_LEVEL;
  private int fallback;

  /** Takes the style sheet, whose first word was just read, up to the end of its group. */
  void read(RtfTokens tokens) {
    for (int depth = 0; tokens.next(); ) {
      switch (tokens.kind()) {
        case OPEN -> {
          endBytes();
          if (depth == 0) {
            begin();
          }
          depth++;
        }
        case CLOSE -> {
          if (depth == 0) {
            return;
          }
          depth--;
          endBytes();
          if (depth == 0 && number >= 0) {
            styles.put(number, scope(name.toString(), outline));
          }
        }
        case WORD -> {
          if (depth == 1) {
            endBytes();
            word(tokens);
          }
        }
        case SYMBOL -> {
          if (depth == 1 && tokens.symbol() == '\'') {
            escaped(tokens.raw().substring(2));
          }
        }
        case TEXT -> {
          if (depth == 1) {
            endBytes();
            name.append(
                tokens.raw(), Math.min(fallback, tokens.raw().length()), tokens.raw().length());
            fallback = 0;
          }
        }
        default -> {}
      }
    }
  }

  /** A byte of a name, in hexadecimal. */
  private void escaped(String digits) {
    if (fallback > 0) {
      fallback--;
    } else if (digits.length() == 2) {
      bytes.write(Integer.parseInt(digits, 16));
    }
  }

  private void endBytes() {
    name.append(bytes.toString(charset));
    bytes.reset();
  }

  /**
   * Takes the code page that the bytes of names are in.
   *
   * @param number as Windows counts them
   */
  void codePage(int number) {
    for (String known : new String[] {"windows-" + number, "Cp" + number}) {
      if (Charset.isSupported(known)) {
        charset = Charset.forName(known);
        return;
      }
    }
  }

  private void begin() {
    name = new StringBuilder();
    number = 0;
    outline = BODY_LEVEL;
    fallback = 0;
  }

  private void word(RtfTokens tokens) {
    switch (tokens.word()) {
      case "s" -> number = tokens.value(0);
      case "cs", "ds", "ts", "tsrowd" -> number = -1;
      case "outlinelevel" -> outline = tokens.value(BODY_LEVEL);
      case "u" -> {
        name.append((char) tokens.value(0));
        fallback = 1;
      }
      default -> {}
    }
  }

  private static BlockScope scope(String names, int outline) {
    String first = names.strip().split("[,;]", 2)[0].toLowerCase(Locale.ROOT).replace(' ', '_');
    BlockScope scope =
        switch (first) {
          case "title" -> BlockScope.BODY.heading("p", 1);
          case "subtitle" -> BlockScope.BODY.heading("p", 2);
          default -> BlockScope.BODY.styled(first);
        };
    return scope.kind() == BlockScope.Kind.PARAGRAPH ? outlined(scope, outline) : scope;
  }

  private static BlockScope outlined(BlockScope scope, int outline) {
    return outline < 0 || outline >= BODY_LEVEL
        ? scope
        : scope.heading("p", Math.min(6, outline + 1));
  }

  /**
   * What a paragraph is.
   *
   * @param style its number
   * @param level its outline level from 0; -1 where it has none of its own
   */
  BlockScope scope(int style, int level) {
    return outlined(styles.getOrDefault(style, BlockScope.BODY), level);
  }
}
