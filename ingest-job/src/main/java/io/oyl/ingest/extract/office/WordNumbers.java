package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.Numeral;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/**
 * Counts the numbered paragraphs of a Word file's text and tells where their numbers and bullets
 * go: before the first words, behind any page break. An empty paragraph has one in a table only.
 */
final class WordNumbers {
  /** What Tika would number by, and what was before a change. */
  private static final Set<String> SKIPPED = Set.of("numPr", "pPrChange");

  private static final Set<String> GONE = Set.of("del", "moveFrom");

  /** What titles are set in that have no style of a heading. */
  private static final Set<String> STRONG = Set.of("b", "caps", "u");

  private static final class Paragraph {
    String style = "";
    @Nullable Integer list;
    @Nullable Integer level;
    boolean counted;
    String label = "";
  }

  /** The numbers that levels have come to. */
  private static final class Counters {
    final int[] numbers = new int[WordLevel.MOST];
    final boolean[] begun = new boolean[WordLevel.MOST];
  }

  private record Start(WordNumbering.Numbered list, int level) {}

  private final WordNumbering numbering;
  private final Map<Integer, Counters> counters = new HashMap<>();
  private final Set<Start> started = new HashSet<>();
  private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
  private int skipped;
  private boolean inChange;
  private int other;
  private int gone;
  private int properties;
  private int cells;
  private boolean inText;
  private boolean strong;

  WordNumbers(WordNumbering numbering) {
    this.numbering = numbering;
  }

  /** Whether Tika is not to see this event. */
  boolean skips(XMLEvent event) {
    if (other > 0) {
      return false;
    }
    if (event.isStartElement()) {
      StartElement element = event.asStartElement();
      String name = element.getName().getLocalPart();
      if (skipped == 0 && SKIPPED.contains(name)) {
        inChange = name.equals("pPrChange");
        skipped = 1;
      } else if (skipped > 0) {
        skipped++;
        own(element, name);
      }
      return skipped > 0;
    }
    boolean skips = skipped > 0;
    if (event.isEndElement()) {
      skipped -= skips ? 1 : 0;
    }
    return skips;
  }

  private void own(StartElement element, String name) {
    Paragraph paragraph = paragraphs.peek();
    if (paragraph == null || inChange) {
      return;
    }
    if (name.equals("numId")) {
      paragraph.list = Numeral.parsed(WordXml.value(element), 0);
    } else if (name.equals("ilvl")) {
      paragraph.level = Numeral.parsed(WordXml.value(element), 0);
    }
  }

  /** What to write before this event: between words the words themselves, else in a run. */
  String before(XMLEvent event) {
    if (event.isStartElement()) {
      return start(event.asStartElement());
    }
    if (event.isEndElement()) {
      return end(event.asEndElement().getName().getLocalPart());
    }
    return inText && event.isCharacters() && !event.asCharacters().getData().isBlank()
        ? take()
        : "";
  }

  /** What is still to be written before the paragraph's first words, with a blank behind it. */
  String take() {
    Paragraph paragraph = paragraphs.peek();
    if (paragraph == null || other > 0 || gone > 0) {
      return "";
    }
    count(paragraph);
    String label = paragraph.label;
    paragraph.label = "";
    if (label.isEmpty()) {
      return "";
    }
    // one that begins as a title does may be one, or a clause with one
    boolean isItem = !strong && !numbering.isStrong(paragraph.style);
    return (isItem ? WordMarks.ITEM : "") + label + " ";
  }

  private String start(StartElement element) {
    String name = element.getName().getLocalPart();
    other += name.equals("Choice") ? 1 : 0;
    if (other > 0) {
      return "";
    }
    Paragraph paragraph = paragraphs.peek();
    gone += properties == 0 && GONE.contains(name) ? 1 : 0;
    switch (name) {
      case "p" -> {
        if (paragraph != null) {
          count(paragraph);
        }
        paragraphs.push(new Paragraph());
      }
      case "tc" -> cells++;
      case "r" -> strong = false;
      case "t" -> inText = true;
      case "pPr" -> properties++;
      case "pStyle" -> {
        if (paragraph != null && properties > 0) {
          paragraph.style = WordXml.value(element);
        }
      }
      case "del", "moveFrom" -> {
        if (paragraph != null && properties > 0) {
          // its end was deleted: it has become one with the next
          paragraph.counted = true;
        }
      }
      case "oMath" -> {
        return take();
      }
      default -> strong |= properties == 0 && isStrong(element);
    }
    return "";
  }

  /** Whether an element among the properties of signs sets them as in a title. */
  static boolean isStrong(StartElement element) {
    String value = WordXml.value(element);
    return STRONG.contains(element.getName().getLocalPart())
        && WordXml.isOn(value)
        && !value.equals("none");
  }

  private String end(String name) {
    if (other > 0) {
      other -= name.equals("Choice") ? 1 : 0;
      return "";
    }
    gone -= properties == 0 && GONE.contains(name) ? 1 : 0;
    String label = "";
    switch (name) {
      case "t" -> inText = false;
      case "tc" -> cells--;
      case "pPr" -> properties--;
      case "p" -> {
        String left = take().strip();
        label = cells > 0 ? left : "";
        paragraphs.poll();
      }
      default -> {}
    }
    return label;
  }

  private void count(Paragraph paragraph) {
    if (paragraph.counted) {
      return;
    }
    paragraph.counted = true;
    WordNumbering.Place place = numbering.place(paragraph.style, paragraph.list, paragraph.level);
    if (place != null) {
      paragraph.label = next(place.list(), place.level());
    }
  }

  private String next(WordNumbering.Numbered list, int index) {
    WordLevel level = list.level(index);
    if (level == null) {
      return "";
    }
    Counters counted = counters.computeIfAbsent(list.counting(), _ -> new Counters());
    boolean anew = list.starts(index) && started.add(new Start(list, index));
    counted.numbers[index] =
        anew || !counted.begun[index] ? list.start(index) : counted.numbers[index] + 1;
    counted.begun[index] = true;
    for (int i = 0; i < index; i++) {
      // a level that is passed over counts as well
      counted.numbers[i] = counted.begun[i] ? counted.numbers[i] : list.start(i);
      counted.begun[i] = true;
    }
    for (int i = index + 1; i < WordLevel.MOST; i++) {
      WordLevel below = list.level(i);
      counted.begun[i] &= below != null && !below.restartsBehind(index);
    }
    return level.label(i -> written(list, counted, i, level.isLegal()));
  }

  private static String written(
      WordNumbering.Numbered list, Counters counted, int index, boolean plainly) {
    WordLevel level = list.level(index);
    int number = counted.begun[index] ? counted.numbers[index] : list.start(index);
    return level == null ? "" : level.written(number, plainly);
  }
}
