package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of one page: Tika's, and those of our own reading. Where less is found than by Tika the
 * text is Tika's, and a line that is not found again is kept as plain text.
 */
final class PdfPageLines {
  /** Of Tika's letters, that our own reading must find. */
  private static final double ENOUGH = 0.99;

  private static final int MAX_LOOK_AHEAD = 40;

  private final List<String> lines = new ArrayList<>();
  private final List<Boolean> paragraphStarts = new ArrayList<>();

  /** Adds a paragraph as Tika read it. */
  void addParagraph(String paragraph) {
    boolean first = true;
    for (String line : paragraph.split("\n", -1)) {
      if (!WhiteSpace.strip(line).isEmpty()) {
        lines.add(WhiteSpace.strip(line));
        paragraphStarts.add(first);
        first = false;
      }
    }
  }

  /**
   * The lines of the page, which are then forgotten.
   *
   * @param found by our own reading
   * @param partial whether Tika's reading of the page was cut short
   */
  List<PdfLine> take(List<PdfLine.Look> found, int page, boolean partial) {
    List<String> texts = found.stream().map(PdfPageLines::text).toList();
    List<PdfLine> taken =
        !partial && letters(texts) >= ENOUGH * letters(lines)
            ? own(found, texts, page)
            : theirs(found, page);
    lines.clear();
    paragraphStarts.clear();
    return taken;
  }

  private static String text(PdfLine.Look look) {
    return WhiteSpace.strip(PdfWording.spelledOut(TextAssembly.storable(look.text())));
  }

  private static long letters(List<String> lines) {
    return lines.stream().mapToLong(line -> PdfLine.squeezed(line).length()).sum();
  }

  /** The lines as we read them; what stands across the page has no place among the others. */
  private static List<PdfLine> own(List<PdfLine.Look> found, List<String> texts, int page) {
    Map<Integer, Integer> angles = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      angles.merge(found.get(i).angle(), texts.get(i).length(), Integer::sum);
    }
    List<PdfLine> own = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      PdfLine.Look look = found.get(i);
      if (!texts.get(i).isEmpty()) {
        boolean across = angles.getOrDefault(look.angle(), 0) < Collections.max(angles.values());
        own.add(new PdfLine(texts.get(i), page, look.startsParagraph(), across ? null : look));
      }
    }
    return PdfReadingOrder.of(PdfColumns.apart(own));
  }

  /** Tika's lines, with the looks of those that are found on the page again. */
  private List<PdfLine> theirs(List<PdfLine.Look> found, int page) {
    List<PdfLine> theirs = new ArrayList<>();
    int next = 0;
    // Both sides of the comparison are squeezed and free of ligatures.
    for (int i = 0; i < lines.size(); i++) {
      String wanted = PdfLine.squeezed(lines.get(i));
      PdfLine.Look look = null;
      for (int j = next; j < Math.min(found.size(), next + MAX_LOOK_AHEAD); j++) {
        if (squeezed(found.get(j)).equals(wanted)) {
          look = found.get(j);
          next = j + 1;
          break;
        }
      }
      theirs.add(new PdfLine(lines.get(i), page, paragraphStarts.get(i), look));
    }
    return theirs;
  }

  private static String squeezed(PdfLine.Look look) {
    return PdfLine.squeezed(PdfWording.spelledOut(StorableText.of(look.text())));
  }
}
