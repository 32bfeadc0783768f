package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks the blocks of a text that stays as it is. Positions go in as UTF-16 units, in the order of
 * the text, and come out as code points. White space at a block's ends is left out of it; what lies
 * between two blocks and can be seen becomes a paragraph, so that nothing is outside of a block.
 */
final class MarkedText {
  /** The signs before a title ({@code ##}, {@code ==}), or a line drawn above it. */
  private static final Pattern OPENING_MARK =
      Pattern.compile("(?:[#=]+[ \\t]+|([^\\w\\s])\\1+[ \\t]*\\n[ \\t]*)");

  /** The same signs behind a title, or the line drawn below it. */
  private static final Pattern CLOSING_MARK =
      Pattern.compile("(?:[ \\t]+[#=]+[ \\t]*|[ \\t]*\\n[ \\t]*([^\\w\\s])\\1*[ \\t]*)\\z");

  private final String text;
  private final List<Block> blocks = new ArrayList<>();
  private int done;
  private int unit;
  private int codePoint;

  MarkedText(String text) {
    this.text = text;
  }

  void heading(int start, int end, int level) {
    int to = trimmedEnd(start, end);
    int from = from(start, to);
    if (from < to) {
      Matcher opening = OPENING_MARK.matcher(text).region(from, to);
      int titleFrom = opening.lookingAt() ? opening.end() : from;
      Matcher closing = CLOSING_MARK.matcher(text).region(titleFrom, to);
      int titleTo = closing.find() ? closing.start() : to;
      TextSpan span = span(at(from), to);
      TextSpan title = titleFrom < titleTo ? span(at(titleFrom), titleTo) : span;
      add(new Block.Heading(span, level, title), to);
    }
  }

  void paragraph(int start, int end, Block.Role role) {
    int to = trimmedEnd(start, end);
    int from = from(start, to);
    if (from < to) {
      add(new Block.Paragraph(span(at(from), to), role), to);
    }
  }

  void listItem(int start, int end) {
    int to = trimmedEnd(start, end);
    int from = from(start, to);
    if (from < to) {
      add(new Block.ListItem(span(at(from), to)), to);
    }
  }

  /** Code keeps the indentation of its first line. */
  void code(int start, int end) {
    int to = trimmedEnd(start, end);
    int from = from(start, to);
    if (from < to) {
      int line = Math.max(text.lastIndexOf('\n', from) + 1, done);
      add(new Block.Code(span(at(text.substring(line, from).isBlank() ? line : from), to)), to);
    }
  }

  /** A table whose header row ends at {@code headerEnd}; {@code start} when it has none. */
  void table(int start, int end, int headerEnd) {
    int to = trimmedEnd(start, end);
    int from = from(start, to);
    if (from < to) {
      int spanStart = at(from);
      int headerTo = Math.min(to, trimmedEnd(from, Math.max(from, headerEnd)));
      TextSpan header = span(spanStart, headerTo);
      add(new Block.Table(span(spanStart, to), header), to);
    }
  }

  /** End of the last block. */
  int done() {
    return done;
  }

  List<Block> blocks() {
    between(text.length());
    return blocks;
  }

  private int from(int start, int to) {
    int from = Math.max(done, trimmedStart(start, to));
    if (from < to) {
      between(from);
    }
    return from;
  }

  private void between(int end) {
    int to = trimmedEnd(done, end);
    int from = trimmedStart(done, to);
    if (from < to) {
      add(new Block.Paragraph(span(at(from), to)), to);
    }
  }

  private void add(Block block, int end) {
    blocks.add(block);
    done = end;
  }

  private TextSpan span(int startCodePoint, int endUnit) {
    return new TextSpan(startCodePoint, at(endUnit));
  }

  private int at(int target) {
    codePoint +=
        target >= unit ? text.codePointCount(unit, target) : -text.codePointCount(target, unit);
    unit = target;
    return codePoint;
  }

  private int trimmedStart(int start, int end) {
    int from = start;
    while (from < end && WhiteSpace.isSpace(text.charAt(from))) {
      from++;
    }
    return from;
  }

  private int trimmedEnd(int start, int end) {
    int to = Math.min(end, text.length());
    while (to > start && WhiteSpace.isSpace(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }
}
