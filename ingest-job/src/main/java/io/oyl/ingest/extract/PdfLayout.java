package io.oyl.ingest.extract;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of the lines of a PDF's pages. Headings are what the file marks, else what is set
 * clearly larger or bolder than the running text. Lines that repeat from page to page are kept, but
 * part no paragraph. What was mended is told in the metadata.
 */
final class PdfLayout {
  /** Name of the metadata that tells what was mended. */
  static final String REPAIRS = "oyl:repairs";

  private static final int MAX_HEADING = 200;
  private static final int MAX_HEADING_LINES = 4;
  private static final Pattern LEADERS = Pattern.compile("\\.{4,}|(?:\\. ){3,}|…{2,}");
  private static final Pattern BULLET = Pattern.compile("[•‣▪◦●○■□▸►–—\u00B7\uF0B7-]\\s+\\S.*");
  private static final Pattern NUMBERED_ITEM =
      Pattern.compile("(?:\\d{1,2}[.)]|\\(?[a-z]\\)|\\(\\d{1,2}\\)|\\(?[ivx]{1,4}\\))\\s+\\S.*");
  private static final Pattern NUMBERED_HEADING =
      Pattern.compile("\\(?((?:[1-9]\\d?|[A-Z]|[IVX]{1,5})(?:\\.\\d{1,2}){0,4})[.)]?\\s+\\P{Ll}.*");
  private static final Pattern CAPTION =
      Pattern.compile(
          "(?:Figure|Fig\\.|Table|Tab\\.|Abbildung|Abb\\.|Tabelle|Tableau|Figura|Tabla|Listing|Example)"
              + " [A-Z]?\\d[\\d.-]*.*");
  private static final Pattern LIGATURE = Pattern.compile("[\uFB00-\uFB06]");
  private static final Pattern CONTENTS_ENTRY = Pattern.compile("(.*\\D)\\s+\\d{1,4}");
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?:;。！？][)\\]”\"’']*");

  private record Style(float size, boolean bold, int depth) {}

  private enum Kind {
    HEADING,
    TEXT,
    ITEM,
    CODE,
    RUNNING,
    NOTE
  }

  /** How far the lines of a paragraph reach. */
  private static final class Edges {
    private float left = Float.MAX_VALUE;
    private float right;

    void add(PdfLine line) {
      if (line.look != null) {
        left = Math.min(left, line.look.left());
        right = Math.max(right, line.look.right());
      }
    }

    /** Whether a line goes to the right edge: its end is no end of the author's. */
    boolean isFull(PdfLine line) {
      return line.look != null && line.look.right() >= right - 0.2f * (right - left);
    }
  }

  /** Lines that make one block. */
  private static final class Group {
    final Kind kind;
    final List<PdfLine> lines = new ArrayList<>();

    final Edges edges = new Edges();

    Group(Kind kind, PdfLine first) {
      this.kind = kind;
      add(first);
    }

    void add(PdfLine line) {
      lines.add(line);
      edges.add(line);
    }
  }

  private final DocumentDraft draft;
  private final Map<Integer, Map<String, Integer>> bookmarks = new HashMap<>();
  private final Map<Float, Integer> sizes = new HashMap<>();
  private final Map<String, Integer> fonts = new HashMap<>();
  private final Set<String> words = new HashSet<>();
  private final Set<String> lineTexts = new HashSet<>();
  private final Map<String, Integer> repairs = new TreeMap<>();
  private long boldCharacters;
  private long characters;
  private float bodySize;
  private String bodyFont = "";
  private boolean ownHeadings;
  private int written;

  PdfLayout(DocumentDraft draft) {
    this.draft = draft;
  }

  /** Whether the file's structure tree names headings: then none is inferred. */
  void marksOwnHeadings(boolean marked) {
    ownHeadings = marked;
  }

  void bookmarks(int page, Map<String, Integer> titles) {
    bookmarks.put(page, titles);
  }

  /** Writes the lines of these pages, in the order of the pages. */
  void write(List<PdfLine> lines, int firstPage, int lastPage) throws WriteLimitReachedException {
    measure(lines);
    findRunning(lines);
    findHeadings(lines);
    rank(lines);
    List<Group> groups = groups(lines);
    try {
      emit(groups, firstPage, lastPage);
    } finally {
      draft.metadata.remove(REPAIRS);
      repairs.forEach((what, times) -> draft.metadata.add(REPAIRS, what + " " + times));
    }
  }

  /** Letters that are set as one sign, one by one: words are searched by their letters. */
  String withoutLigatures(String text) {
    String spelled = spelledOut(text);
    if (!spelled.equals(text)) {
      repairs.merge("ligatures", 1, Integer::sum);
    }
    return spelled;
  }

  static String spelledOut(String text) {
    return LIGATURE
        .matcher(text)
        .replaceAll(found -> Normalizer.normalize(found.group(), Normalizer.Form.NFKC));
  }

  private void measure(List<PdfLine> lines) {
    for (PdfLine line : lines) {
      if (line.text.length() <= MAX_HEADING) {
        lineTexts.add(PdfLine.squeezed(line.text));
      }
      for (String word : line.text.split("[^\\p{L}\\p{M}-]+", -1)) {
        if (word.length() > 3 && !word.endsWith("-")) {
          words.add(word.toLowerCase(java.util.Locale.ROOT));
        }
      }
      if (line.look != null && !line.look.fixedPitch()) {
        sizes.merge(line.roundSize(), line.text.length(), Integer::sum);
        fonts.merge(line.look.font(), line.text.length(), Integer::sum);
        characters += line.text.length();
        boldCharacters += line.look.bold() ? line.text.length() : 0;
      }
    }
    bodySize = most(sizes, 0f);
    bodyFont = most(fonts, "");
  }

  private static <T> T most(Map<T, Integer> counts, T none) {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(none);
  }

  /** The same words, numbers aside, at the same place of three pages or more. */
  private void findRunning(List<PdfLine> lines) {
    Map<String, Set<Integer>> pages = new HashMap<>();
    List<PdfLine> candidates = new ArrayList<>();
    Map<Integer, NavigableSet<Integer>> heights = new HashMap<>();
    for (PdfLine line : lines) {
      if (line.look != null) {
        heights.computeIfAbsent(line.page, _ -> new TreeSet<>()).add(height(line));
      }
    }
    for (PdfLine line : lines) {
      if (line.look == null) {
        continue;
      }
      if (line.look.artifact()) {
        line.running = true;
      } else if (isNearEdge(heights.getOrDefault(line.page, new TreeSet<>()), line)
          && line.look.size() <= 1.3 * bodySize) {
        candidates.add(line);
        pages.computeIfAbsent(place(line, 0), _ -> new HashSet<>()).add(line.page);
      }
    }
    for (PdfLine line : candidates) {
      int seen = 0;
      for (int shift = -1; shift <= 1; shift++) {
        seen += pages.getOrDefault(place(line, shift), Set.of()).size();
      }
      line.running = seen >= 3;
    }
  }

  /** Whether a line is one of the two highest or lowest of its page. */
  private static boolean isNearEdge(NavigableSet<Integer> heights, PdfLine line) {
    int height = height(line);
    return heights.headSet(height).size() < 2 || heights.tailSet(height, false).size() < 2;
  }

  private static int height(PdfLine line) {
    return line.look == null ? 0 : Math.round(line.look.y());
  }

  private static String place(PdfLine line, int shift) {
    long y = line.look == null ? 0 : Math.round(line.look.y() / 3) + shift;
    return y + " " + line.text.replaceAll("\\d+", "#").replaceAll("\\b[ivxlc]+\\b", "#");
  }

  private void findHeadings(List<PdfLine> lines) {
    for (int i = 0; i < lines.size(); i++) {
      PdfLine line = lines.get(i);
      if (line.level != 0 || line.running || line.look == null) {
        continue;
      }
      if (line.look.tag() > 0) {
        line.level = line.look.tag();
        continue;
      }
      int marked = bookmarked(lines, i);
      if (marked > 0) {
        continue;
      }
      if (!ownHeadings && looksLikeHeading(lines, i)) {
        line.level = -1;
      }
    }
    if (!ownHeadings) {
      dropLongRuns(lines);
    }
  }

  /** Marks the lines from here on that are the title of a bookmark; returns how many. */
  private int bookmarked(List<PdfLine> lines, int index) {
    Map<String, Integer> titles = bookmarks.getOrDefault(lines.get(index).page, Map.of());
    StringBuilder joined = new StringBuilder();
    for (int i = index; i < Math.min(lines.size(), index + MAX_HEADING_LINES); i++) {
      PdfLine line = lines.get(i);
      if (titles.isEmpty() || line.page != lines.get(index).page || line.look == null) {
        return 0;
      }
      joined.append(PdfLine.squeezed(line.text));
      String squeezed = joined.toString();
      @Nullable Integer level = titles.get(squeezed);
      if (level == null) {
        // "1.2 Title" is often "Title" among the bookmarks.
        level = titles.get(squeezed.replaceFirst("^(?:Chapter)?[\\dA-Z]{1,2}(?:\\.\\d+)*\\.?", ""));
      }
      if (level != null && !LEADERS.matcher(line.text).find()) {
        for (int j = index; j <= i; j++) {
          lines.get(j).level = level;
        }
        return i - index + 1;
      }
    }
    return 0;
  }

  private boolean looksLikeHeading(List<PdfLine> lines, int index) {
    PdfLine line = lines.get(index);
    if (line.look == null
        || line.look.fixedPitch()
        || !isTitleText(line.text)
        || isContentsEntry(line.text)) {
      return false;
    }
    boolean larger = line.look.size() >= 1.15f * bodySize;
    boolean numbered = NUMBERED_HEADING.matcher(line.text).matches();
    if (larger) {
      return !line.text.endsWith(",") && !line.text.endsWith(";");
    }
    boolean bodyIsBold = 2 * boldCharacters > characters;
    boolean bold = line.look.bold() && !bodyIsBold;
    boolean set =
        bold
            || (numbered && !line.look.font().equals(bodyFont))
            || (numbered && line.look.size() >= 1.05f * bodySize);
    if (!set || line.look.size() < 0.93f * bodySize) {
      return false;
    }
    boolean sentence = SENTENCE_END.matcher(line.text).matches();
    boolean starts =
        line.startsParagraph
            || index == 0
            || !sameStyle(line, lines.get(index - 1))
            || lines.get(index - 1).level != 0;
    return starts
        && (!sentence || (bold && numbered && !line.text.endsWith(":")))
        && line.text.length() <= 120
        && !isInTable(lines, index);
  }

  /** A bold line is a table's head when something stands beside it. */
  private static boolean isInTable(List<PdfLine> lines, int index) {
    PdfLine line = lines.get(index);
    for (int i = Math.max(0, index - 2); i < Math.min(lines.size(), index + 3); i++) {
      PdfLine other = lines.get(i);
      if (i != index
          && other.page == line.page
          && other.look != null
          && line.look != null
          && Math.abs(other.look.y() - line.look.y()) < 0.5f * line.look.size()) {
        return true;
      }
    }
    return false;
  }

  /** A line of a table of contents: a title of this document and its page. */
  private boolean isContentsEntry(String text) {
    java.util.regex.Matcher entry = CONTENTS_ENTRY.matcher(text);
    return entry.matches() && lineTexts.contains(PdfLine.squeezed(entry.group(1)));
  }

  private static boolean isTitleText(String text) {
    int length = text.codePointCount(0, text.length());
    long letters = text.codePoints().filter(Character::isLetter).count();
    return length <= MAX_HEADING
        && letters >= 2
        && letters * 2 >= length - text.chars().filter(c -> c == ' ').count()
        && !LEADERS.matcher(text).find()
        && !CAPTION.matcher(text).matches()
        && !BULLET.matcher(text).matches();
  }

  private static boolean sameStyle(PdfLine a, PdfLine b) {
    return a.look != null
        && b.look != null
        && a.page == b.page
        && a.roundSize() == b.roundSize()
        && a.look.bold() == b.look.bold();
  }

  /** Many lines in one style are text that is set large, not titles. */
  private static void dropLongRuns(List<PdfLine> lines) {
    int start = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i < lines.size() && joins(lines.get(i - 1), lines.get(i))) {
        continue;
      }
      if (i - start > MAX_HEADING_LINES) {
        for (PdfLine line : lines.subList(start, i)) {
          line.level = line.level == -1 ? 0 : line.level;
        }
      }
      start = i;
    }
  }

  /** Whether a line goes on with the heading of the line before. */
  private static boolean joins(PdfLine before, PdfLine line) {
    if (before.level == 0
        || before.level != line.level
        || before.look == null
        || line.look == null
        || before.page != line.page) {
      return false;
    }
    if (line.look.tag() > 0 || before.look.tag() > 0) {
      return line.look.tagElement() == before.look.tagElement();
    }
    float step = line.look.y() - before.look.y();
    return sameStyle(before, line)
        && step >= 0
        && step <= 1.9f * line.look.size()
        && !NUMBERED_HEADING.matcher(line.text).matches();
  }

  /** Levels of inferred headings: the larger, the higher; bold before light; by their numbers. */
  private void rank(List<PdfLine> lines) {
    Map<Style, Integer> levels =
        new TreeMap<>(
            java.util.Comparator.comparing((Style style) -> -style.size())
                .thenComparing(style -> style.bold() ? 0 : 1)
                .thenComparing(Style::depth));
    Map<Float, Integer> known = new HashMap<>();
    for (PdfLine line : lines) {
      if (line.level == -1) {
        levels.put(style(line), 0);
      } else if (line.level > 0) {
        known.putIfAbsent(line.roundSize(), line.level);
      }
    }
    int next = 1;
    for (Map.Entry<Style, Integer> entry : levels.entrySet()) {
      next = known.getOrDefault(entry.getKey().size(), next);
      entry.setValue(Math.min(6, next++));
    }
    for (PdfLine line : lines) {
      if (line.level == -1) {
        line.level = levels.getOrDefault(style(line), 6);
        repairs.merge("headings_inferred", 1, Integer::sum);
      }
    }
  }

  private static Style style(PdfLine line) {
    java.util.regex.Matcher number = NUMBERED_HEADING.matcher(line.text);
    int depth = number.matches() ? number.group(1).split("\\.").length : 1;
    return new Style(line.roundSize(), line.look != null && line.look.bold(), depth);
  }

  private List<Group> groups(List<PdfLine> lines) {
    List<Group> groups = new ArrayList<>();
    Group last = null;
    for (PdfLine line : lines) {
      Kind kind = kind(line, last);
      if (last == null || !goesOn(last, kind, line)) {
        last = new Group(kind, line);
        groups.add(last);
      } else {
        last.add(line);
      }
    }
    return overRunning(groups);
  }

  private static Kind kind(PdfLine line, @Nullable Group last) {
    if (line.look == null && line.startsParagraph && line.text.indexOf('\n') >= 0) {
      return Kind.NOTE;
    }
    if (line.running) {
      return Kind.RUNNING;
    }
    if (line.level > 0) {
      return Kind.HEADING;
    }
    if (line.look != null && line.look.fixedPitch()) {
      return Kind.CODE;
    }
    boolean starts =
        line.startsParagraph || (last != null && !last.edges.isFull(last.lines.getLast()));
    if (BULLET.matcher(line.text).matches()
        || (starts && NUMBERED_ITEM.matcher(line.text).matches())) {
      return Kind.ITEM;
    }
    return Kind.TEXT;
  }

  private static boolean goesOn(Group group, Kind kind, PdfLine line) {
    PdfLine before = group.lines.getLast();
    boolean samePage = before.page == line.page;
    return switch (kind) {
      case HEADING -> group.kind == Kind.HEADING && joins(before, line);
      case CODE -> group.kind == Kind.CODE && samePage;
      case TEXT ->
          (group.kind == Kind.TEXT || group.kind == Kind.ITEM)
              && samePage
              && (!line.startsParagraph || isContinued(group, line));
      default -> false;
    };
  }

  /** A line that begins in the middle of a sentence goes on with the text before it. */
  private static boolean isContinued(Group group, PdfLine line) {
    PdfLine before = group.lines.getLast();
    return before.look != null
        && line.look != null
        && Math.abs(before.look.size() - line.look.size()) < 0.6f
        && before.look.bold() == line.look.bold()
        && !LEADERS.matcher(before.text).find()
        && group.lines.size() > 1
        && group.edges.isFull(before)
        && Character.isLowerCase(line.text.codePointAt(0))
        && !SENTENCE_END.matcher(before.text).matches();
  }

  /**
   * Paragraphs go on behind the header of the next page. Not over a third one: there would be no
   * place left where the running lines of the second are on their page.
   */
  private List<Group> overRunning(List<Group> groups) {
    List<Group> out = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      int open = out.size() - 1;
      while (open >= 0 && out.get(open).kind == Kind.RUNNING) {
        open--;
      }
      Group before = open < 0 ? null : out.get(open);
      if (before != null
          && group.kind == Kind.TEXT
          && (before.kind == Kind.TEXT || before.kind == Kind.ITEM)
          && before.lines.getFirst().page == before.lines.getLast().page
          && before.lines.getLast().page + 1 == group.lines.getFirst().page
          && isContinued(before, group.lines.getFirst())) {
        // A footer comes before the paragraph that it would part, a header after it.
        int firstPage = before.lines.getLast().page;
        List<Group> between = new ArrayList<>(out.subList(open + 1, out.size()));
        out.subList(open, out.size()).clear();
        between.stream().filter(one -> one.lines.getFirst().page == firstPage).forEach(out::add);
        group.lines.forEach(before::add);
        out.add(before);
        between.stream().filter(one -> one.lines.getFirst().page != firstPage).forEach(out::add);
        repairs.merge("paragraphs_over_pages", 1, Integer::sum);
      } else {
        out.add(group);
      }
    }
    return out;
  }

  private void emit(List<Group> groups, int firstPage, int lastPage)
      throws WriteLimitReachedException {
    written = Math.max(written, firstPage - 1);
    for (Group group : groups) {
      pagesTo(group.lines.getFirst().page);
      switch (group.kind) {
        case HEADING ->
            draft.text.heading(joined(group.lines, false), group.lines.getFirst().level);
        case CODE -> draft.text.code(String.join("\n", texts(group.lines)));
        case NOTE -> draft.text.paragraphs(group.lines.getFirst().text);
        case RUNNING -> {
          repairs.merge("running_lines", 1, Integer::sum);
          draft.text.paragraph(List.of(joined(group.lines, true)), Block.Role.RUNNING);
        }
        case ITEM, TEXT -> text(group);
      }
    }
    pagesTo(lastPage);
  }

  private void text(Group group) throws WriteLimitReachedException {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= group.lines.size(); i++) {
      if (i == group.lines.size() || group.lines.get(i).page != group.lines.get(from).page) {
        parts.add(joined(group.lines.subList(from, i), true));
        from = i;
      }
    }
    written += parts.size() - 1;
    if (group.kind == Kind.ITEM) {
      draft.text.listItem(parts);
    } else {
      boolean caption = CAPTION.matcher(group.lines.getFirst().text).matches();
      draft.text.paragraph(parts, caption ? Block.Role.CAPTION : Block.Role.BODY);
    }
  }

  private void pagesTo(int page) {
    while (written < page) {
      draft.text.startPage();
      written++;
    }
  }

  private static List<String> texts(List<PdfLine> lines) {
    return lines.stream().map(line -> line.text).toList();
  }

  /** The lines as one text; a line that ends early keeps its end when {@code keepsEnds}. */
  private String joined(List<PdfLine> lines, boolean keepsEnds) {
    Edges edges = new Edges();
    lines.forEach(edges::add);
    StringBuilder joined = new StringBuilder(lines.getFirst().text);
    for (int i = 1; i < lines.size(); i++) {
      PdfLine before = lines.get(i - 1);
      String next = lines.get(i).text;
      boolean full = !keepsEnds || edges.isFull(before);
      int last = joined.codePointBefore(joined.length());
      if (last == '\u00AD') {
        joined.setLength(joined.length() - 1);
        joined.append(next);
        repairs.merge("words_rejoined", 1, Integer::sum);
      } else if ((last == '-' || last == '\u2010') && isHyphenated(joined, next)) {
        String whole = tail(joined, 1) + head(next);
        if (words.contains(whole.toLowerCase(java.util.Locale.ROOT))) {
          joined.setLength(joined.length() - 1);
          joined.append(next);
          repairs.merge("words_rejoined", 1, Integer::sum);
        } else if (words.contains(
            (tail(joined, 1) + "-" + head(next)).toLowerCase(java.util.Locale.ROOT))) {
          joined.append(next);
          repairs.merge("words_rejoined", 1, Integer::sum);
        } else {
          joined.append('\n').append(next);
        }
      } else if (!full || LEADERS.matcher(before.text).find()) {
        joined.append('\n').append(next);
      } else if (isUnspaced(last) && isUnspaced(next.codePointAt(0))) {
        joined.append(next);
      } else {
        joined.append(' ').append(next);
      }
    }
    return joined.toString();
  }

  private static boolean isHyphenated(StringBuilder text, String next) {
    return text.length() > 1
        && Character.isLetter(text.codePointBefore(text.length() - 1))
        && Character.isLowerCase(next.codePointAt(0));
  }

  private static String tail(StringBuilder text, int without) {
    int end = text.length() - without;
    int start = end;
    while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, end);
  }

  private static String head(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static boolean isUnspaced(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
