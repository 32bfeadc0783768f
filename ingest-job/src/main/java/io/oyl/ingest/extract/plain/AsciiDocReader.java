package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds titles, lists, tables and verbatim blocks in AsciiDoc, line by line. Attribute lines and
 * block titles belong to the block below them. The text itself stays untouched.
 */
final class AsciiDocReader {
  private static final Pattern TITLE = Pattern.compile("(={1,6}|#{1,6})[ \t]+(\\S.*)");
  private static final Pattern ATTRIBUTE = Pattern.compile(":([\\w-]+):[ \t]*(.*)");
  private static final Pattern MARK =
      Pattern.compile("\\[[^\\]]*\\]|\\.[^\\s.].*|\\[\\[[^\\]]*\\]\\]");
  private static final Pattern ITEM =
      Pattern.compile(
          "[ \t]*(?:[*]{1,5}|-|\\.{1,5}|\\d+\\.|<\\d+>)[ \t]+\\S.*|\\S.*::(?:[ \t].*)?");
  private static final Pattern VERBATIM =
      Pattern.compile("-{4,}|\\.{4,}|\\+{4,}|/{4,}|`{3,}[\\w+-]*");
  private static final Pattern TABLE = Pattern.compile("[|,:!]={3,}");
  private static final Pattern CONTAINER = Pattern.compile("={4,}|\\*{4,}|_{4,}|--");
  private static final String UNDERLINES = "=-~^+";

  private final String text;
  private final TextLines lines;
  private final MarkedText marked;

  private AsciiDocReader(String text) {
    this.text = text;
    this.lines = new TextLines(text);
    this.marked = new MarkedText(text);
  }

  static List<Block> blocks(String text) {
    AsciiDocReader reader = new AsciiDocReader(text);
    reader.read();
    return reader.marked.blocks();
  }

  /** What the document's header says of it, under the names that parsers give. */
  static Map<String, List<String>> entries(String text) {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    TextLines lines = new TextLines(text);
    int line = lines.filledFrom(0);
    for (; line < Math.min(100, lines.count()); line++) {
      if (lines.isBlank(line) && entries.containsKey("dc:title")) {
        break;
      }
      Matcher title = TITLE.matcher(lines.get(line));
      Matcher attribute = ATTRIBUTE.matcher(lines.get(line));
      if (title.matches() && title.group(1).length() == 1) {
        entries.computeIfAbsent("dc:title", _ -> new ArrayList<>()).add(title.group(2));
      } else if (attribute.matches() && !attribute.group(2).isBlank()) {
        entries
            .computeIfAbsent(FrontMatter.named(attribute.group(1)), _ -> new ArrayList<>())
            .add(attribute.group(2));
      }
    }
    return entries;
  }

  private void read() {
    int line = 0;
    while ((line = lines.filledFrom(line)) < lines.count()) {
      int first = line;
      while (line < lines.count() && MARK.matcher(lines.get(line)).matches()) {
        line++;
      }
      line = block(first, lines.filledFrom(line));
    }
  }

  /** Reads the block at {@code line}, with its marks from {@code first} on; returns the next. */
  private int block(int first, int line) {
    String content = lines.get(line);
    int start = lines.start(first);
    Matcher title = TITLE.matcher(content);
    if (title.matches()) {
      marked.paragraph(start, lines.start(line), Block.Role.BODY);
      marked.heading(lines.start(line), lines.end(line), title.end(1));
      return line + 1;
    }
    if (isUnderlined(line)) {
      int level = UNDERLINES.indexOf(lines.get(line + 1).charAt(0)) + 1;
      marked.paragraph(start, lines.start(line), Block.Role.BODY);
      marked.heading(lines.start(line), lines.end(line + 1), level);
      return line + 2;
    }
    if (VERBATIM.matcher(content).matches()) {
      int close = closing(line, content.startsWith("`") ? "```" : content);
      marked.code(start, lines.end(close));
      return close + 1;
    }
    if (TABLE.matcher(content).matches()) {
      return table(start, line, content);
    }
    if (CONTAINER.matcher(content).matches()) {
      return line + 1 < lines.count() && !CONTAINER.matcher(lines.get(line + 1)).matches()
          ? block(first, Math.min(lines.filledFrom(line + 1), lines.count() - 1))
          : line + 1;
    }
    if (ITEM.matcher(content).matches()) {
      int end = line + 1;
      while (end < lines.count() && !lines.isBlank(end) && !beginsBlock(end)) {
        end++;
      }
      marked.listItem(start, lines.end(end - 1));
      return end;
    }
    int end = line + 1;
    while (end < lines.count() && !lines.isBlank(end) && !beginsFence(end)) {
      end++;
    }
    if (lines.indent(line) > 0) {
      marked.code(start, lines.end(end - 1));
    } else {
      boolean quote = text.startsWith("[quote", start) || text.startsWith("[verse", start);
      marked.paragraph(
          start,
          lines.end(Math.min(end, lines.count()) - 1),
          quote ? Block.Role.QUOTE : Block.Role.BODY);
    }
    return end;
  }

  private int table(int start, int line, String fence) {
    int close = closing(line, fence);
    int row = lines.filledFrom(line + 1);
    String marks = text.substring(start, lines.start(line));
    boolean header = marks.contains("header") || (row == line + 1 && lines.isBlank(row + 1));
    marked.paragraph(start, lines.start(line), Block.Role.CAPTION);
    marked.table(
        lines.start(line),
        lines.end(close),
        header && row < close ? lines.end(row) : lines.start(line));
    return close + 1;
  }

  private boolean isUnderlined(int line) {
    String title = lines.get(line);
    String underline = lines.get(line + 1);
    return underline.length() >= 3
        && UNDERLINES.indexOf(underline.charAt(0)) >= 0
        && underline.chars().allMatch(c -> c == underline.charAt(0))
        && Character.isLetterOrDigit(title.codePointAt(0))
        && Math.abs(title.codePointCount(0, title.length()) - underline.length()) <= 2
        && (line == 0 || lines.isBlank(line - 1) || MARK.matcher(lines.get(line - 1)).matches());
  }

  private boolean beginsBlock(int line) {
    return ITEM.matcher(lines.get(line)).matches()
        || TITLE.matcher(lines.get(line)).matches()
        || beginsFence(line);
  }

  private boolean beginsFence(int line) {
    String content = lines.get(line);
    return VERBATIM.matcher(content).matches()
        || TABLE.matcher(content).matches()
        || CONTAINER.matcher(content).matches();
  }

  private int closing(int line, String fence) {
    for (int i = line + 1; i < lines.count(); i++) {
      if (lines.get(i).equals(fence)) {
        return i;
      }
    }
    return lines.count() - 1;
  }
}
