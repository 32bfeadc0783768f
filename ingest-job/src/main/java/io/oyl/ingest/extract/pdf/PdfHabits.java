package io.oyl.ingest.extract.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a PDF sets its running text and which words it uses: what the lines are compared with. It
 * grows with every batch of pages.
 */
final class PdfHabits {
  private static final Pattern CONTENTS_ENTRY = Pattern.compile("(.*\\D)\\s+\\d{1,4}");

  private final Map<Float, Integer> sizes = new HashMap<>();
  private final Map<String, Integer> fonts = new HashMap<>();
  private final Set<String> words = new HashSet<>();
  private final Set<String> lineTexts = new HashSet<>();
  private final Map<Integer, Map<Float, Integer>> sizesOfPages = new HashMap<>();
  private final Map<String, Integer> styles = new HashMap<>();
  private final Map<Float, Map<Float, Integer>> steps = new HashMap<>();
  private int capitals;
  private int count;
  private long boldCharacters;
  private long characters;
  private float bodySize;
  private String bodyFont = "";

  void measure(List<PdfLine> lines) {
    sizesOfPages.clear();
    for (int i = 1; i < lines.size(); i++) {
      measureStep(lines.get(i - 1), lines.get(i));
    }
    for (PdfLine line : lines) {
      if (line.text.length() <= PdfHeadings.MAX_LENGTH) {
        lineTexts.add(PdfLine.squeezed(line.text));
      }
      for (String word : line.text.split("[^\\p{L}\\p{M}-]+", -1)) {
        if (word.length() > 3 && !word.endsWith("-")) {
          words.add(word.toLowerCase(Locale.ROOT));
          if (word.indexOf('-') > 0) {
            words.add(word.substring(0, word.indexOf('-') + 1).toLowerCase(Locale.ROOT));
          }
        }
      }
      if (line.look != null && !line.look.fixedPitch()) {
        sizesOfPages
            .computeIfAbsent(line.page, _ -> new HashMap<>())
            .merge(line.roundSize(), line.text.length(), Integer::sum);
        styles.merge(style(line), line.text.length(), Integer::sum);
        count++;
        capitals += PdfWording.isInCapitals(line.text) ? 1 : 0;
        sizes.merge(line.roundSize(), line.text.length(), Integer::sum);
        fonts.merge(line.look.font(), line.text.length(), Integer::sum);
        characters += line.text.length();
        boldCharacters += line.look.bold() ? line.text.length() : 0;
      }
    }
    bodySize = most(sizes, 0f);
    bodyFont = most(fonts, "");
  }

  private void measureStep(PdfLine before, PdfLine line) {
    if (line.isSetLike(before) && before.look != null && line.look != null) {
      float step = line.look.y() - before.look.y();
      if (step > 0.5f * line.look.size() && step < 3 * line.look.size()) {
        steps
            .computeIfAbsent(line.roundSize(), _ -> new HashMap<>())
            .merge(Math.round(step * 2) / 2f, 1, Integer::sum);
      }
    }
  }

  /** From line to line in text of the size of this one, in points; 0 where it is not known. */
  float step(PdfLine line) {
    return most(steps.getOrDefault(line.roundSize(), Map.of()), 0f);
  }

  private static <T> T most(Map<T, Integer> counts, T none) {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(none);
  }

  /** Size of most characters, in points. */
  float bodySize() {
    return bodySize;
  }

  /** The same of one page, 0 where there is no text. */
  float bodySize(int page) {
    return most(sizesOfPages.getOrDefault(page, Map.of()), 0f);
  }

  /** Whether hardly any text is set in the size and font of the line. */
  boolean isRare(PdfLine line) {
    return 100L * styles.getOrDefault(style(line), 0) < characters;
  }

  private static String style(PdfLine line) {
    return line.roundSize() + " " + (line.look == null ? "" : line.look.font());
  }

  /** Whether capitals are nothing special here, as in forms and tables. */
  boolean isOftenInCapitals() {
    return 20 * capitals > count;
  }

  /** Font of most characters. */
  String bodyFont() {
    return bodyFont;
  }

  boolean isBodyBold() {
    return 2 * boldCharacters > characters;
  }

  /** Whether the word stands somewhere within a line; with a hyphen at its end, as a first part. */
  boolean knows(String word) {
    return words.contains(word.toLowerCase(Locale.ROOT));
  }

  /** A line of a table of contents: a title of this document and its page. */
  boolean isContentsEntry(String text) {
    Matcher entry = CONTENTS_ENTRY.matcher(text);
    return entry.matches() && lineTexts.contains(PdfLine.squeezed(entry.group(1)));
  }
}
