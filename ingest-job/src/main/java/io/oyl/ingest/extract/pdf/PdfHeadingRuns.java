package io.oyl.ingest.extract.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the lines that look like headings together to whole ones and drops those that, by their
 * words or by what stands around them, head nothing.
 */
final class PdfHeadingRuns {
  /** A last line ends a title that is a sentence; beyond this it is a sentence set large. */
  private static final int MAX_SENTENCE = 80;

  /** So many titles of one style, one below the other, are a list. */
  private static final int LIST = 3;

  /** Lines from {@code start} to before {@code end} that would be one heading. */
  private record Run(int start, int end, List<PdfLine> lines, PdfLine.Look look, String text) {
    PdfLine first() {
      return lines.getFirst();
    }

    boolean isNumbered() {
      return PdfWording.isNumbered(text);
    }
  }

  private record Style(String font, float size, boolean bold) {
    static Style of(Run run) {
      return new Style(run.look.font(), run.first().roundSize(), run.look.bold());
    }
  }

  private final List<PdfLine> lines;
  private final float bodySize;

  PdfHeadingRuns(List<PdfLine> lines, float bodySize) {
    this.lines = lines;
    this.bodySize = bodySize;
  }

  /** Takes the level -1 from what is no heading; the others are one from line to line. */
  void judge() {
    List<Run> runs = runs();
    List<Run> dropped = new ArrayList<>(textSetLarge(runs));
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (!isTitle(run)
          || isLabel(run)
          || isBeginning(run)
          || isInContents(run)
          || isLastWord(run)
          || (i + 1 < runs.size() && isOverATitle(run, runs.get(i + 1)))) {
        dropped.add(run);
      }
    }
    dropped.addAll(listed(runs));
    runs.forEach(run -> run.lines.stream().skip(1).forEach(line -> line.goesOn = true));
    for (Run run : dropped) {
      for (PdfLine line : run.lines) {
        line.level = 0;
        line.goesOn = false;
      }
    }
  }

  private List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int start = 0; start < lines.size(); ) {
      int end = start + 1;
      PdfLine first = lines.get(start);
      if (first.level == -1 && first.look != null) {
        while (end < lines.size() && joins(lines.get(end - 1), lines.get(end))) {
          end++;
        }
        List<PdfLine> own = lines.subList(start, end);
        String text = String.join(" ", own.stream().map(line -> line.text).toList());
        runs.add(new Run(start, end, own, first.look, text));
      }
      start = end;
    }
    return runs;
  }

  /** Whether a line goes on with the heading of the line before. */
  private boolean joins(PdfLine before, PdfLine line) {
    if (line.level != -1
        || before.look == null
        || line.look == null
        || before.page != line.page
        || PdfWording.isNumbered(line.text)) {
      return false;
    }
    float step = line.look.y() - before.look.y();
    return (line.isSetLike(before) || isTitleOfTwoSizes(before.look, line.look))
        && step >= 0
        && step <= 1.9f * line.look.size();
  }

  /** A large title may be fitted to its place line by line. */
  private boolean isTitleOfTwoSizes(PdfLine.Look before, PdfLine.Look line) {
    return Math.min(before.size(), line.size()) >= 2 * bodySize
        && Math.max(before.size(), line.size()) <= 1.12f * Math.min(before.size(), line.size())
        && before.font().equals(line.font());
  }

  /** Many lines in one style are text that is set large, and so is what else has the style. */
  private static List<Run> textSetLarge(List<Run> runs) {
    Map<Style, Integer> inLong = new HashMap<>();
    Map<Style, Integer> inShort = new HashMap<>();
    for (Run run : runs) {
      (isLong(run) ? inLong : inShort).merge(Style.of(run), run.text.length(), Integer::sum);
    }
    return runs.stream()
        .filter(
            run ->
                isLong(run)
                    || inLong.getOrDefault(Style.of(run), 0)
                        > inShort.getOrDefault(Style.of(run), 0))
        .toList();
  }

  private static boolean isLong(Run run) {
    return run.lines.size() > PdfHeadings.MAX_LINES;
  }

  private static boolean isTitle(Run run) {
    return run.text.length() <= PdfHeadings.MAX_LENGTH
        && PdfWording.beginsLikeTitle(run.text)
        && PdfWording.hasWord(run.text)
        && !PdfWording.isUnfinished(run.text)
        && !PdfWording.hasAddress(run.text)
        && (run.text.length() <= MAX_SENTENCE || !run.text.matches(".*[.?)]"));
  }

  /** What goes on to the right and no lower is told of the line, not headed by it. */
  private boolean isLabel(Run run) {
    if (run.end == lines.size()) {
      return false;
    }
    PdfLine next = lines.get(run.end);
    PdfLine.Look look = run.look;
    return next.look != null
        && next.page == run.first().page
        && next.look.left() > (look.left() + look.right()) / 2
        && next.look.y() <= look.y()
        && next.look.y() > look.y() - 3 * look.size();
  }

  /** A full line that goes on below in small letters: the begin of a sentence is set off. */
  private boolean isBeginning(Run run) {
    PdfLine.Look last = run.lines.getLast().look;
    if (run.end == lines.size() || last == null) {
      return false;
    }
    PdfLine next = lines.get(run.end);
    return next.look != null
        && next.page == run.first().page
        && Character.isLowerCase(next.text.codePointAt(0))
        && next.look.y() > last.y()
        && next.look.y() - last.y() <= 2 * last.size()
        && last.right() - last.left() >= 0.75f * (next.look.right() - next.look.left())
        && (!run.isNumbered() || run.text.length() > MAX_SENTENCE);
  }

  /** Title and page number, and so the line before or after. */
  private boolean isInContents(Run run) {
    return PdfWording.endsInPage(run.text)
        && ((run.end < lines.size() && endsInPage(run, lines.get(run.end)))
            || (run.start > 0 && endsInPage(run, lines.get(run.start - 1))));
  }

  private static boolean endsInPage(Run run, PdfLine line) {
    return line.page == run.first().page && PdfWording.endsInPage(line.text);
  }

  /** Nothing comes after it, but something before it on its page. */
  private boolean isLastWord(Run run) {
    return !run.isNumbered()
        && lines.subList(run.end, lines.size()).stream().allMatch(line -> line.running)
        && lines.subList(0, run.start).stream()
            .anyMatch(line -> !line.running && line.page == run.first().page);
  }

  /** A clearly larger title follows at once: the line is a label of it or of the page. */
  private boolean isOverATitle(Run run, Run next) {
    // What is as large as a title itself may be the name of the series.
    float larger = run.look.size() < 2 * bodySize ? 1.15f : 1.5f;
    return run.end == next.start
        && run.first().page == next.first().page
        && next.look.size() >= larger * run.look.size()
        && !run.isNumbered()
        && !PdfWording.isPartNumber(run.text);
  }

  /** Titles without text between them: a list, a contents page, a form. */
  private static List<Run> listed(List<Run> runs) {
    List<Run> listed = new ArrayList<>();
    for (int start = 0; start < runs.size(); ) {
      int end = start + 1;
      while (end < runs.size() && follows(runs.get(end - 1), runs.get(end))) {
        end++;
      }
      if (end - start >= LIST) {
        listed.addAll(runs.subList(start, end));
      }
      start = end;
    }
    return listed;
  }

  private static boolean follows(Run before, Run run) {
    PdfLine last = before.lines.getLast();
    float step = last.look == null ? 0 : run.look.y() - last.look.y();
    return before.end == run.start
        && run.first().isSetLike(last)
        && PdfWording.numberDepth(before.text) == PdfWording.numberDepth(run.text)
        && before.isNumbered() == run.isNumbered()
        && step > 0
        && step <= 5 * run.look.size();
  }
}
