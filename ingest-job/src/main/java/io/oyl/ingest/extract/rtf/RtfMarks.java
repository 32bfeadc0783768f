package io.oyl.ingest.extract.rtf;

import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.CopyToRead;
import io.oyl.ingest.extract.draft.FileBytes;
import io.oyl.ingest.extract.rtf.RtfGroup.Place;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes into an RTF file, as its parser is to read it, what the parser does not tell or leaves
 * out: which paragraphs are headings and list items, with their numbers; rows and cells of tables;
 * page headers and footers; and notes, where they are referred to. Leaves out what was deleted
 * while changes were tracked. {@link RtfBlocks} reads the marks.
 */
public final class RtfMarks {
  private final FileBytes rtf;
  private final RtfTokens tokens;
  private final OutputStream out;
  private final RtfStyles styles = new RtfStyles();
  private final RtfRows rows = new RtfRows();
  private final RtfNoteCount notes = new RtfNoteCount();
  private final Deque<RtfGroup> groups = new ArrayDeque<>();
  private final StringBuilder label = new StringBuilder();
  private boolean inLabel;

  /** How deep the group is that is left out; 0 for none. */
  private int leftOut;

  private int kept;
  private boolean changed;
  private boolean paragraphBegun;
  private boolean runningBegun;

  /** Where the sign is that an old reader may skip the group; -1 for none. */
  private int star = -1;

  private RtfMarks(FileBytes rtf, OutputStream out) {
    this.rtf = rtf;
    this.out = out;
    tokens = new RtfTokens(rtf);
    groups.push(new RtfGroup());
  }

  public static boolean isFor(String type) {
    return type.equals("application/rtf") || type.equals("text/rtf");
  }

  /** A copy to read instead, which the caller deletes; null when there is nothing to tell. */
  public static @Nullable Path written(Path file) throws IOException {
    return CopyToRead.written(
        ".rtf",
        copy -> {
          try (FileBytes rtf = new FileBytes(file);
              OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
            RtfMarks marks = new RtfMarks(rtf, out);
            marks.write();
            return marks.changed;
          }
        });
  }

  private void write() throws IOException {
    boolean headless = rtf.length() > 0 && rtf.at(0) == '{' && !starts(RtfWords.HEAD);
    put(headless ? RtfWords.HEAD + "1 " : "", 0);
    while (tokens.next()) {
      int starBefore = star;
      star = -1;
      if (leftOut > 0) {
        leaveOut();
        continue;
      }
      switch (tokens.kind()) {
        case OPEN -> groups.push(group().inner());
        case CLOSE -> close();
        case WORD -> word(tokens.word(), starBefore);
        case SYMBOL -> symbol(tokens.symbol());
        case TEXT -> {
          // that of a picture may be a hundred megabytes of digits
          if (group().place != Place.ASIDE) {
            text(tokens.raw());
          }
        }
        case LINE_END -> star = starBefore;
      }
    }
    put(headless ? "}" : "", rtf.length());
  }

  private boolean starts(String head) {
    return rtf.length() >= head.length() && rtf.subSequence(0, head.length()).equals(head);
  }

  private RtfGroup group() {
    return groups.getFirst();
  }

  private void close() throws IOException {
    if (groups.size() > 1) {
      Place inner = groups.pop().place;
      if (inner == Place.NOTE && group().place != Place.NOTE) {
        put(
            marks(RtfBlocks.NOTE_SIGN) + "{" + notes.sign() + "}" + marks(RtfBlocks.NOTE_END),
            tokens.start());
      } else if (inner == Place.RUNNING && group().place == Place.BODY && runningBegun) {
        put(marks(RtfBlocks.PLAIN), tokens.start());
        runningBegun = false;
      }
    }
  }

  private void leaveOutGroup() throws IOException {
    // not in the group of the document: all of the rest would be left out
    if (groups.size() <= 2) {
      return;
    }
    put("", tokens.start());
    leftOut = groups.size();
    changed = true;
  }

  /** Goes on in a group that is left out but for the braces around it. */
  private void leaveOut() {
    if (tokens.kind() == RtfTokens.Kind.CLOSE && groups.size() == leftOut) {
      kept = tokens.start();
      groups.pop();
      leftOut = 0;
      inLabel = false;
      return;
    }
    switch (tokens.kind()) {
      case OPEN -> groups.push(group().inner());
      case CLOSE -> groups.pop();
      case SYMBOL -> hideIf(tokens.symbol() == '*');
      case WORD -> hideIf(RtfWords.ASIDE.contains(tokens.word()));
      default -> {}
    }
    if (inLabel && isOfLabel()) {
      boolean word = tokens.kind() == RtfTokens.Kind.WORD;
      label.append(word ? tokens.raw().stripTrailing() + " " : tokens.raw());
    }
  }

  private void hideIf(boolean aside) {
    if (aside) {
      group().place = Place.ASIDE;
    }
  }

  private boolean isOfLabel() {
    boolean shown = group().place != Place.ASIDE;
    return switch (tokens.kind()) {
      case OPEN, CLOSE -> true;
      case TEXT -> shown;
      case SYMBOL -> shown && tokens.symbol() != '*';
      case WORD -> shown && RtfWords.OF_LABELS.contains(tokens.word());
      case LINE_END -> false;
    };
  }

  private void symbol(char symbol) throws IOException {
    switch (symbol) {
      case '*' -> star = tokens.start();
      // stands for the end of a paragraph
      case '\r', '\n' -> {
        if (group().place == Place.BODY) {
          endParagraph();
          replace("\\par ");
        }
      }
      default -> sign();
    }
  }

  private void text(String raw) throws IOException {
    if (!raw.isBlank() || group().deleted) {
      sign();
    }
  }

  /** A piece of text comes. */
  private void sign() throws IOException {
    RtfGroup group = group();
    if (group.deleted && group.place != Place.ASIDE) {
      replace("");
    } else if (group.place == Place.BODY) {
      beginParagraph(tokens.start());
    } else if (group.place == Place.RUNNING) {
      put(runningBegun ? "" : marks(RtfBlocks.RUNNING), tokens.start());
      runningBegun = true;
    } else if (group.place == Place.NOTE) {
      putLabel("", tokens.start());
    }
  }

  private void word(String word, int starBefore) throws IOException {
    RtfGroup group = group();
    if (RtfWords.NOTES.contains(word) && group.place == Place.BODY) {
      note(starBefore < 0 ? tokens.start() : starBefore);
    } else if (RtfWords.ENTRIES.contains(word)) {
      leaveOutGroup();
    } else if (word.equals("ansicpg")) {
      styles.codePage(tokens.value(0));
    } else if (word.equals("stylesheet")) {
      styles.read(tokens);
      close();
    } else if (starBefore >= 0 || RtfWords.ASIDE.contains(word)) {
      if (group.place == Place.BODY && RtfWords.RUNNING.contains(word) && rows.leave()) {
        put(marks(RtfBlocks.PLAIN), tokens.start());
      }
      group.place = RtfWords.RUNNING.contains(word) ? Place.RUNNING : Place.ASIDE;
    } else if (RtfWords.SIGNS.contains(word)) {
      sign();
    } else {
      group.format(word, tokens);
      structure(group, word);
    }
  }

  private void note(int start) throws IOException {
    if (group().deleted) {
      leaveOutGroup();
      return;
    }
    beginParagraph(start);
    put("\\footnote " + marks(RtfBlocks.NOTE), start);
    kept = tokens.end();
    group().place = Place.NOTE;
    notes.begin(!tokens.word().equals("footnote"));
  }

  private void structure(RtfGroup group, String word) throws IOException {
    notes.take(word);
    switch (group.place) {
      case BODY -> ofBody(group, word);
      case NOTE -> ofNote(word);
      case RUNNING -> runningBegun &= !RtfWords.ENDS.contains(word);
      case ASIDE -> {}
    }
  }

  private void ofNote(String word) throws IOException {
    switch (word) {
      case "par" -> {
        replace("\\line ");
        label.setLength(0);
      }
      case "listtext", "pntext" -> beginLabel();
      default -> {}
    }
  }

  private void ofBody(RtfGroup group, String word) throws IOException {
    rows.define(word);
    switch (word) {
      case "par" -> endParagraph();
      case "sect" -> {
        if (paragraphBegun) {
          put("\\par ", tokens.start());
          endParagraph();
        }
        label.setLength(0);
      }
      case "cell" -> {
        if (group.inCells) {
          put(marks(rows.endCell(!paragraphBegun)), tokens.start());
        }
        endParagraph();
      }
      case "row" -> {
        rows.endRow();
        paragraphBegun = false;
      }
      case "nestcell" -> {
        put("\\line ", tokens.start());
        paragraphBegun = false;
        label.setLength(0);
      }
      case "listtext", "pntext" -> beginLabel();
      default -> {}
    }
  }

  private void beginLabel() throws IOException {
    label.setLength(0);
    leaveOutGroup();
    inLabel = leftOut > 0;
  }

  private void endParagraph() throws IOException {
    if (!paragraphBegun && !group().inCells && rows.leave()) {
      put(marks(RtfBlocks.PLAIN), tokens.start());
    }
    paragraphBegun = false;
    label.setLength(0);
  }

  private void beginParagraph(int at) throws IOException {
    if (paragraphBegun) {
      return;
    }
    paragraphBegun = true;
    String begin = group().inCells ? rows.begin() : kind();
    putLabel(begin, at);
  }

  /** Writes these marks, and the number or bullet that is to come. */
  private void putLabel(String begin, int at) throws IOException {
    if (label.isEmpty()) {
      put(marks(begin), at);
    } else {
      put(marks(begin + RtfBlocks.LABEL), at);
      put("{" + label + "}" + marks(RtfBlocks.LABEL_END), at);
      label.setLength(0);
    }
  }

  /** The mark of a paragraph outside of tables. */
  private String kind() {
    boolean behindTable = rows.leave();
    BlockScope scope = styles.scope(group().style, group().outline);
    char mark =
        switch (scope.kind()) {
          case HEADING -> (char) (RtfBlocks.HEADING + scope.level());
          case LIST_ITEM -> RtfBlocks.ITEM;
          case CODE, PARAGRAPH ->
              switch (scope.role()) {
                case CAPTION -> RtfBlocks.CAPTION;
                case QUOTE -> RtfBlocks.QUOTE;
                // a numbered one that begins as a title does may be one
                default -> label.isEmpty() || group().strong ? RtfBlocks.PLAIN : RtfBlocks.ITEM;
              };
        };
    return mark == RtfBlocks.PLAIN && !behindTable && label.isEmpty() ? "" : String.valueOf(mark);
  }

  private static String marks(Object marks) {
    StringBuilder escaped = new StringBuilder();
    for (char mark : marks.toString().toCharArray()) {
      escaped.append("\\u").append((short) mark).append(' ');
    }
    return escaped.isEmpty() ? "" : "{\\uc0" + escaped + "}";
  }

  private void replace(String text) throws IOException {
    put(text, tokens.start());
    kept = tokens.end();
    changed = true;
  }

  /** Writes what was read up to {@code end} and then {@code text}. */
  private void put(String text, int end) throws IOException {
    rtf.copy(kept, end, out);
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    kept = end;
    changed |= !text.isEmpty();
  }
}
