package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Kind;
import io.oyl.ingest.chunk.Section.Part;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a document's blocks into sections. A heading begins a section; headings that follow one
 * another ever deeper begin it together. One that is too long for a title begins a section as well,
 * but names nothing: it is a paragraph that the file marks as a heading. Text outside of every
 * block becomes a paragraph, blocks that overlap or leave the text are cut to fit.
 */
final class Outline {
  /** Code points; the longest title among 5,183 articles of SciFact has as many. */
  private static final int LONGEST_TITLE = 300;

  private static final int MAX_DEPTH = 6;

  private record Level(int level, String title) {}

  private final ExtractedDocument document;
  private final List<TextSpan> setAside;
  private final CodePoints codePoints;
  private final boolean pagesStandAlone;
  private final List<Section> sections = new ArrayList<>();
  private final Deque<Level> levels = new ArrayDeque<>();
  private List<Part> parts = new ArrayList<>();
  private @Nullable TextSpan header;
  private int nextPage = 1;

  private Outline(ExtractedDocument document, CodePoints codePoints, List<TextSpan> setAside) {
    this.document = document;
    this.setAside = setAside;
    this.codePoints = codePoints;
    this.pagesStandAlone = hasSlidesOrSheets(document.mimeType());
  }

  /** Sections of a document without the spans that are set aside. */
  static List<Section> of(
      ExtractedDocument document, CodePoints codePoints, List<TextSpan> setAside) {
    Outline outline = new Outline(document, codePoints, setAside);
    outline.read();
    return outline.sections;
  }

  private void read() {
    int done = 0;
    for (Block block : document.blocks()) {
      int start = Math.max(done, Math.min(block.span().start(), codePoints.count()));
      int end = Math.max(start, Math.min(block.span().end(), codePoints.count()));
      text(Kind.PROSE, done, start);
      switch (block) {
        case Block.Heading heading -> heading(heading, start, end);
        case Block.Paragraph paragraph -> paragraph(paragraph, start, end);
        case Block.ListItem _ -> text(Kind.ITEM, start, end);
        case Block.Table table -> table(table, start, end);
        case Block.Code _ -> text(Kind.CODE, start, end);
      }
      done = end;
    }
    text(Kind.PROSE, done, codePoints.count());
    close();
  }

  private void paragraph(Block.Paragraph paragraph, int start, int end) {
    if (Furniture.isFurniture(paragraph) && !setAside.isEmpty()) {
      close();
    } else {
      text(Kind.PROSE, start, end);
    }
  }

  private void table(Block.Table table, int start, int end) {
    header = table.header();
    text(Kind.TABLE, start, end);
    header = null;
  }

  private void heading(Block.Heading heading, int startCodePoint, int endCodePoint) {
    int level = heading.level();
    int from = codePoints.unitOf(startCodePoint);
    int to = codePoints.unitOf(endCodePoint);
    int start = Visible.start(document.text(), from, to);
    if (start == to) {
      return;
    }
    int titleFrom =
        codePoints.unitOf(Math.clamp(heading.title().start(), startCodePoint, endCodePoint));
    int titleTo =
        codePoints.unitOf(Math.clamp(heading.title().end(), startCodePoint, endCodePoint));
    int titleStart = Visible.start(document.text(), titleFrom, titleTo);
    String title = title(titleStart, Visible.end(document.text(), titleStart, titleTo));
    boolean onlyHeadings = parts.stream().allMatch(part -> part.kind() == Kind.HEADING);
    if (title == null) {
      if (!onlyHeadings) {
        close();
      }
      text(Kind.PROSE, startCodePoint, endCodePoint);
      return;
    }
    boolean deeper = !levels.isEmpty() && level > levels.getLast().level();
    if (!onlyHeadings || !deeper) {
      close();
    }
    while (!levels.isEmpty() && levels.getLast().level() >= level) {
      levels.removeLast();
    }
    levels.addLast(new Level(level, title));
    add(Kind.HEADING, start, Visible.end(document.text(), start, to));
  }

  private void text(Kind kind, int startCodePoint, int endCodePoint) {
    if (startCodePoint >= endCodePoint) {
      return;
    }
    int from = codePoints.unitOf(startCodePoint);
    int to = codePoints.unitOf(endCodePoint);
    if (pagesStandAlone) {
      for (int page = nextPage; page <= document.pages().count(); page++) {
        int pageStart = document.pages().start(page);
        if (pageStart >= endCodePoint) {
          break;
        }
        if (pageStart > startCodePoint) {
          int unit = codePoints.unitOf(pageStart);
          trimmed(kind, from, unit);
          from = unit;
        }
        nextPage = page + 1;
      }
    }
    trimmed(kind, from, to);
  }

  private void trimmed(Kind kind, int from, int to) {
    int start = Visible.start(document.text(), from, to);
    if (start < to) {
      add(kind, start, Visible.end(document.text(), start, to));
    }
  }

  private void add(Kind kind, int start, int end) {
    boolean startsPage = !parts.isEmpty() && page(start) != page(parts.getLast().end() - 1);
    if (startsPage && pagesStandAlone) {
      close();
      startsPage = false;
    }
    int headerStart = header == null ? start : codePoints.unitOf(header.start());
    int headerEnd = header == null ? start : codePoints.unitOf(header.end());
    parts.add(new Part(kind, start, end, startsPage, headerStart, headerEnd));
  }

  private int page(int unit) {
    Integer page = document.pages().pageAt(codePoints.at(unit));
    return page == null ? 0 : page;
  }

  private void close() {
    if (!parts.isEmpty()) {
      List<String> path = levels.stream().limit(MAX_DEPTH).map(Level::title).toList();
      int own = (int) parts.stream().takeWhile(part -> part.kind() == Kind.HEADING).count();
      sections.add(new Section(path, Math.max(0, path.size() - own), parts));
      parts = new ArrayList<>();
    }
  }

  /** The visible text of a heading on one line, null when it is too long for a title. */
  private @Nullable String title(int start, int end) {
    StringBuilder title = new StringBuilder();
    int length = 0;
    boolean space = false;
    int i = start;
    while (i < end && length <= LONGEST_TITLE) {
      int codePoint = document.text().codePointAt(i);
      i += Character.charCount(codePoint);
      boolean joins = Character.getType(codePoint) == Character.FORMAT;
      if (Visible.isVisible(codePoint) || joins) {
        if (space) {
          title.append(' ');
          length++;
        }
        title.appendCodePoint(codePoint);
        length++;
        space = false;
      } else {
        space = true;
      }
    }
    return length > LONGEST_TITLE
        ? null
        : title.substring(0, Visible.end(title.toString(), 0, title.length()));
  }

  private static boolean hasSlidesOrSheets(String mimeType) {
    return mimeType.contains("presentation")
        || mimeType.contains("powerpoint")
        || mimeType.contains("spreadsheet")
        || mimeType.contains("ms-excel")
        || mimeType.contains("keynote");
  }
}
