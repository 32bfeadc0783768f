package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds titles, lists, tables and literal blocks in reStructuredText, line by line. The text itself
 * stays untouched.
 */
final class RestReader {
  private static final Pattern FIELD = Pattern.compile(":([\\w -]+):[ \t]+(.*)");
  private static final Pattern ITEM =
      Pattern.compile(
          "[ \t]*(?:[*+•-]|(?:\\d+|#|[A-Za-z])[.)]|\\((?:\\d+|[A-Za-z])\\))[ \t]+\\S.*");
  private static final Pattern CODE_DIRECTIVE =
      Pattern.compile("[ \t]*\\.\\. (?:code|code-block|sourcecode|parsed-literal|math)::.*");
  private static final Pattern SIMPLE_BORDER = Pattern.compile("[ \t]*=+(?: +=+)+");
  private static final Pattern GRID_BORDER = Pattern.compile("[ \t]*\\+(?:[-=]+\\+)+");

  private final TextLines lines;
  private final MarkedText marked;

  /** Ways of drawing a title, in the order of their first use: the level is the place here. */
  private final List<String> styles = new ArrayList<>();

  private RestReader(String text) {
    this.lines = new TextLines(text);
    this.marked = new MarkedText(text);
  }

  static List<Block> blocks(String text) {
    RestReader reader = new RestReader(text);
    reader.read();
    return reader.marked.blocks();
  }

  /** The field list under the document's title, under the names that parsers give. */
  static Map<String, List<String>> entries(String text) {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    TextLines lines = new TextLines(text);
    for (int line = 0; line < Math.min(30, lines.count()); line++) {
      Matcher field = FIELD.matcher(lines.get(line));
      if (field.matches()) {
        entries
            .computeIfAbsent(FrontMatter.named(field.group(1)), _ -> new ArrayList<>())
            .add(field.group(2));
      } else if (entries.isEmpty() && line > 0 && isTitle(lines, line - 1, line)) {
        entries.put("dc:title", new ArrayList<>(List.of(lines.get(line - 1).strip())));
      }
    }
    return entries;
  }

  private void read() {
    int line = 0;
    boolean literal = false;
    while ((line = lines.filledFrom(line)) < lines.count()) {
      if (literal && lines.indent(line) > 0) {
        line = indented(line, line);
        literal = false;
        continue;
      }
      literal = false;
      int next = title(line);
      if (next == line) {
        next = table(line);
      }
      if (next == line && CODE_DIRECTIVE.matcher(lines.get(line)).matches()) {
        int body = lines.filledFrom(line + 1);
        boolean empty = body >= lines.count() || lines.indent(body) <= lines.indent(line);
        next = empty ? line : indented(line, body);
      }
      if (next == line && lines.get(line).startsWith(">>> ")) {
        next = lines.blankFrom(line);
        marked.code(lines.start(line), lines.end(next - 1));
      }
      if (next == line) {
        next = flow(line);
        literal = lines.get(next - 1).endsWith("::") && !lines.get(next - 1).startsWith("..");
      }
      line = next;
    }
  }

  /** A list item or a paragraph. */
  private int flow(int line) {
    boolean item = ITEM.matcher(lines.get(line)).matches();
    int end = line + 1;
    while (end < lines.count()
        && !lines.isBlank(end)
        && !(item && ITEM.matcher(lines.get(end)).matches())
        && !(end + 1 < lines.count() && isTitle(lines, end, end + 1))) {
      end++;
    }
    if (item) {
      marked.listItem(lines.start(line), lines.end(end - 1));
    } else {
      marked.paragraph(lines.start(line), lines.end(end - 1), Block.Role.BODY);
    }
    return end;
  }

  private int indented(int first, int body) {
    int indent = lines.indent(body);
    int end = body;
    int next = body;
    while (next < lines.count() && (lines.isBlank(next) || lines.indent(next) >= indent)) {
      if (!lines.isBlank(next)) {
        end = next;
      }
      next++;
    }
    marked.code(lines.start(first), lines.end(end));
    return end + 1;
  }

  private int title(int line) {
    boolean overlined =
        isLine(lines.get(line))
            && lines.get(line).equals(lines.get(line + 2))
            && !lines.isBlank(line + 1)
            && width(lines.get(line + 1)) <= lines.get(line).length();
    int title = overlined ? line + 1 : line;
    if (!overlined && !isTitle(lines, line, line + 1)) {
      return line;
    }
    String style = (overlined ? "over " : "") + lines.get(title + 1).charAt(0);
    if (!styles.contains(style)) {
      styles.add(style);
    }
    marked.heading(lines.start(line), lines.end(title + 1), Math.min(6, styles.indexOf(style) + 1));
    return title + 2;
  }

  private static boolean isTitle(TextLines lines, int title, int underline) {
    String content = lines.get(title);
    String line = lines.get(underline);
    return !content.isEmpty()
        && lines.indent(title) == 0
        && !isLine(content)
        && isLine(line)
        && (line.length() >= width(content)
            || (line.length() >= 4 && line.length() + 2 >= width(content)));
  }

  private static boolean isLine(String line) {
    return line.length() >= 2
        && "=-`:.'\"~^_*+#<>!$%&,;?@\\/|".indexOf(line.charAt(0)) >= 0
        && line.chars().allMatch(c -> c == line.charAt(0))
        && !line.equals("..")
        && !line.equals("::");
  }

  /** Columns on the screen: ideographs take two, combining marks none. */
  private static int width(String line) {
    return line.codePoints()
        .map(
            c ->
                Character.getType(c) == Character.NON_SPACING_MARK
                    ? 0
                    : Character.isIdeographic(c) ? 2 : 1)
        .sum();
  }

  private int table(int line) {
    boolean grid = GRID_BORDER.matcher(lines.get(line)).matches();
    if (!grid && !SIMPLE_BORDER.matcher(lines.get(line)).matches()) {
      return line;
    }
    int end = line;
    int header = -1;
    if (grid) {
      while (end + 1 < lines.count() && lines.get(end + 1).strip().matches("[+|].*")) {
        end++;
        boolean ends =
            lines.get(end).contains("=") && GRID_BORDER.matcher(lines.get(end)).matches();
        header = header < 0 && ends ? end : header;
      }
    } else {
      int borders = 1;
      int i = line + 1;
      while (i < lines.count() && borders < 3) {
        if (SIMPLE_BORDER.matcher(lines.get(i)).matches()) {
          borders++;
          header = borders == 2 ? i : header;
          end = i;
          if (lines.isBlank(i + 1)) {
            break;
          }
        }
        i++;
      }
      header = borders == 3 ? header : -1;
      if (end == line) {
        return line;
      }
    }
    marked.table(
        lines.start(line), lines.end(end), header < 0 ? lines.start(line) : lines.end(header));
    return end + 1;
  }
}
