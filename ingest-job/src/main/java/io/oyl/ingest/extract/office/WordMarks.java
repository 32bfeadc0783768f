package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.TextAssembly;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLEventFactory;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLEventWriter;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.StartElement;
import javax.xml.stream.events.XMLEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a Word file's text, as Tika is to read it, what Tika's events do not carry: where
 * pages begin, which columns a cell covers, what a formula says, what is raised above the line,
 * which number a heading has, signs, and notes.
 */
public final class WordMarks implements RewrittenXml.Rewriting {
  /** The paragraph with this is an item of a list. Unicode has no such character. */
  public static final String ITEM = "\uFDD2";

  /** Begins what is told of a cell. Unicode has no such character. */
  private static final char CELL = '\uFDD1';

  private static final Pattern TOLD = Pattern.compile(CELL + "(\\d{1,5}),([01]),(\\d{1,5})");
  private static final XMLEventFactory EVENTS = XMLEventFactory.newDefaultFactory();

  /** Text in these is beside the running text. */
  private static final Set<String> BESIDE = Set.of("txbxContent", "Fallback");

  /** What is told by marks beside signs, in {@link #of}. */
  private static final Set<String> TOLD_OF =
      Set.of(
          "gridSpan",
          "vMerge",
          "gridBefore",
          "oMath",
          "vertAlign",
          "footnoteReference",
          "endnoteReference",
          WordBoxes.BOX);

  private final @Nullable WordBreaks breaks;
  private final @Nullable WordNumbers numbers;
  private final @Nullable WordReferences references;
  private final WordRaised raised = new WordRaised();
  private final WordSigns signs = new WordSigns();
  private @Nullable QName root;
  private int beside;
  private int tables;
  private int columns = 1;
  private int before;
  private boolean above;

  /**
   * Marks for one reading of the text.
   *
   * @param breaks null where pages are not known
   * @param numbers null where no paragraph is numbered
   * @param references null where there are no notes
   */
  WordMarks(
      @Nullable WordBreaks breaks,
      @Nullable WordNumbers numbers,
      @Nullable WordReferences references) {
    this.breaks = breaks;
    this.numbers = numbers;
    this.references = references;
  }

  /** Whether something of it is to be told. */
  static boolean of(XMLEvent event) {
    if (!event.isStartElement()) {
      return false;
    }
    String name = event.asStartElement().getName().getLocalPart();
    return TOLD_OF.contains(name) || WordSigns.NAMES.contains(name);
  }

  /**
   * Tells of a cell, anywhere in its text.
   *
   * @param above whether it goes on from the row above
   * @param before empty columns before it
   */
  public static String cell(int columns, boolean above, int before) {
    return "%c%d,%d,%d".formatted(CELL, columns, above ? 1 : 0, before);
  }

  /** The cells that a cell's text with its mark tells of: itself, and empty ones before it. */
  public static List<TableGrid.Cell> cells(String text) {
    Matcher told = text.indexOf(CELL) < 0 ? null : TOLD.matcher(text);
    if (told == null || !told.find()) {
      return List.of(new TableGrid.Cell(text));
    }
    int before = Integer.parseInt(told.group(3));
    TableGrid.Cell cell =
        new TableGrid.Cell(
            text.substring(0, told.start()) + text.substring(told.end()),
            Integer.parseInt(told.group(1)),
            1,
            told.group(2).equals("1"));
    return before == 0 ? List.of(cell) : List.of(new TableGrid.Cell("", before, 1, false), cell);
  }

  @Override
  public void copy(XMLEvent event, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    boolean begins = breaks != null && breaks.see(event);
    if (numbers != null && numbers.skips(event)) {
      return;
    }
    String number = numbers == null ? "" : numbers.before(event);
    String sign = raised.before(event);
    if (event.isCharacters() && number.length() + sign.length() > 0) {
      out.add(EVENTS.createCharacters(number + sign));
    } else if (!number.isEmpty()) {
      run(out, number);
    }
    String reference = references == null ? null : references.shown(event);
    List<String> behind = references == null ? List.of() : references.behind(event);
    String words = reference == null ? signs.before(event) : reference;
    if (!words.isEmpty()) {
      text(out, (numbers == null ? "" : numbers.take()) + words);
    }
    if (event.isStartElement()) {
      StartElement element = event.asStartElement();
      QName name = element.getName();
      root = root == null ? name : root;
      if (name.getLocalPart().equals("oMath")) {
        formula(event, in, out);
        return;
      }
      start(element);
      if (begins) {
        text(out, String.valueOf(TextAssembly.PAGE_BREAK));
      }
    } else if (event.isEndElement()) {
      String name = event.asEndElement().getName().getLocalPart();
      if (begins && behind.isEmpty()) {
        run(out, String.valueOf(TextAssembly.PAGE_BREAK));
      }
      end(name, out);
    }
    out.add(reference == null ? event : withoutId(event.asStartElement()));
    for (String note : behind) {
      paragraph(out, note);
    }
    if (begins && !behind.isEmpty()) {
      paragraph(out, String.valueOf(TextAssembly.PAGE_BREAK));
    }
  }

  /** A reference that Tika shows nothing for. */
  private static XMLEvent withoutId(StartElement reference) {
    return EVENTS.createStartElement(reference.getName(), null, reference.getNamespaces());
  }

  private void formula(XMLEvent start, XMLEventReader in, XMLEventWriter out)
      throws XMLStreamException {
    StringBuilder pages = new StringBuilder();
    String latex =
        WordMath.read(
            start,
            in,
            event -> {
              if (breaks != null && breaks.see(event)) {
                pages.append(TextAssembly.PAGE_BREAK);
              }
            });
    run(out, pages + (latex.isEmpty() ? "" : "$" + latex + "$"));
  }

  private void start(StartElement element) {
    String name = element.getName().getLocalPart();
    beside += BESIDE.contains(name) ? 1 : 0;
    if (beside > 0) {
      return;
    }
    tables += name.equals("tbl") ? 1 : 0;
    if (tables != 1) {
      return;
    }
    switch (name) {
      case "tr" -> before = 0;
      case "gridBefore" -> before = number(WordXml.value(element));
      case "tc" -> {
        columns = 1;
        above = false;
      }
      case "gridSpan" -> columns = number(WordXml.value(element));
      case "vMerge" -> above = !WordXml.value(element).equals("restart");
      default -> {}
    }
  }

  private void end(String name, XMLEventWriter out) throws XMLStreamException {
    beside -= BESIDE.contains(name) ? 1 : 0;
    if (beside > 0) {
      return;
    }
    if (tables == 1 && name.equals("tc") && (columns > 1 || above || before > 0)) {
      paragraph(out, cell(columns, above, before));
      before = 0;
    }
    tables -= name.equals("tbl") ? 1 : 0;
  }

  private static int number(String value) {
    return value.matches("\\d{1,5}") ? Integer.parseInt(value) : 1;
  }

  private void paragraph(XMLEventWriter out, String words) throws XMLStreamException {
    QName paragraph = named("p");
    out.add(EVENTS.createStartElement(paragraph, null, null));
    run(out, words);
    out.add(EVENTS.createEndElement(paragraph, null));
  }

  private void run(XMLEventWriter out, String words) throws XMLStreamException {
    QName run = named("r");
    out.add(EVENTS.createStartElement(run, null, null));
    text(out, words);
    out.add(EVENTS.createEndElement(run, null));
  }

  private void text(XMLEventWriter out, String words) throws XMLStreamException {
    QName text = named("t");
    out.add(EVENTS.createStartElement(text, null, null));
    out.add(EVENTS.createCharacters(words));
    out.add(EVENTS.createEndElement(text, null));
  }

  private QName named(String name) {
    QName document = root;
    return document == null
        ? new QName(name)
        : new QName(document.getNamespaceURI(), name, document.getPrefix());
  }
}
