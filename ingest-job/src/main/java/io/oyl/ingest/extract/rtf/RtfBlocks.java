package io.oyl.ingest.extract.rtf;

import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.Numeral;
import io.oyl.ingest.extract.office.WordLevel;
import io.oyl.ingest.extract.office.WordMarks;
import io.oyl.ingest.extract.xhtml.BlockHandler;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Turns what {@link RtfMarks} has marked in an RTF file into the elements of headings, list items
 * and tables, which its parser does not send, and puts notes behind the paragraphs that refer to
 * them. The paragraphs are the parser's.
 */
public final class RtfBlocks extends DraftHandler {
  /** What the marks say that text is; Unicode has no such characters. */
  static final char PLAIN = '\uFDD3';

  static final char ITEM = '\uFDD4';
  static final char CAPTION = '\uFDD5';
  static final char QUOTE = '\uFDD6';

  /** A row of a table begins. */
  static final char ROW = '\uFDD7';

  /** A cell ends; one that goes on from the row above. */
  static final char CELL = '\uFDD8';

  static final char CELL_FROM_ABOVE = '\uFDD9';

  /** These are around the number or bullet of a paragraph. */
  static final char LABEL = '\uFDDA';

  static final char LABEL_END = '\uFDDB';

  /** A paragraph of a page header or footer begins. */
  static final char RUNNING = '\uFDDC';

  /** A note begins; then comes its sign; it ends. */
  static final char NOTE = '\uFDDD';

  static final char NOTE_SIGN = '\uFDDE';
  static final char NOTE_END = '\uFDDF';

  /** The mark of a heading of level 0, which there is not. */
  static final char HEADING = '\uFDE0';

  /** The cell to end goes on over a column more. */
  static final char WIDER = '\uFDE7';

  /** A row of names of columns begins. */
  static final char HEADER_ROW = '\uFDE8';

  private static final Map<Character, String> ELEMENTS =
      Map.of(PLAIN, "p", ITEM, "li", CAPTION, "figcaption", QUOTE, "blockquote");

  private static final Set<String> LISTS = Set.of("ul", "ol");
  private static final Set<String> PARAGRAPHS = Set.of("p", "li");

  /** Letters of symbol fonts, which are bullets. */
  private static final Pattern SYMBOL = Pattern.compile("[a-z\u0080-\u00FF\uFFFD]");

  private static final Attributes NONE = new AttributesImpl();

  private final DraftHandler out;
  private final StringBuilder label = new StringBuilder();
  private final RtfNotes notes = new RtfNotes();
  private boolean inHead;
  private boolean inLabel;
  private boolean inTable;
  private boolean inRow;
  private String cell = "td";
  private int columns = 1;

  /** What an unmarked paragraph is. */
  private String usual = "p";

  /** The open block or cell; empty for none. */
  private String open = "";

  public RtfBlocks(DraftHandler out) {
    this.out = out;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (PARAGRAPHS.contains(qName)) {
      endParagraph();
      usual = qName;
    } else if (!LISTS.contains(qName)) {
      other(qName);
      inHead |= qName.equals("head");
      out.startElement(uri, localName, qName, attributes);
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (PARAGRAPHS.contains(qName)) {
      endParagraph();
      usual = "p";
    } else if (!LISTS.contains(qName)) {
      other(qName);
      inHead &= !qName.equals("head");
      out.endElement(uri, localName, qName);
    }
  }

  private void other(String name) throws SAXException {
    if (!inTable && !BlockHandler.INLINE.contains(name)) {
      closeBlock();
    }
  }

  private void endParagraph() throws SAXException {
    if (!inTable) {
      closeBlock();
    } else if (!open.isEmpty()) {
      write(" ");
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    if (inHead) {
      out.characters(ch, start, length);
      return;
    }
    int from = start;
    for (int i = start; i < start + length; i++) {
      if (isMark(ch[i])) {
        text(new String(ch, from, i - from));
        mark(ch[i]);
        from = i + 1;
      }
    }
    text(new String(ch, from, start + length - from));
  }

  private static boolean isMark(char c) {
    return (c >= PLAIN && c <= NOTE_END) || (c > HEADING && c <= HEADER_ROW);
  }

  private void mark(char mark) throws SAXException {
    if (inLabel && mark != LABEL_END) {
      endLabel();
    }
    switch (mark) {
      case ROW, HEADER_ROW -> {
        openTable();
        closeRow();
        start("tr");
        inRow = true;
        cell = mark == ROW ? "td" : "th";
      }
      case WIDER -> columns++;
      case CELL, CELL_FROM_ABOVE -> {
        if (inRow) {
          openBlock();
          boolean above = mark == CELL_FROM_ABOVE;
          write(columns > 1 || above ? WordMarks.cell(columns, above, 0) : "");
          closeBlock();
        }
        columns = 1;
      }
      case LABEL -> inLabel = true;
      case LABEL_END -> endLabel();
      case NOTE -> notes.begin();
      case NOTE_SIGN -> notes.beginSign();
      case NOTE_END -> text(notes.end());
      case RUNNING -> {
        mark(PLAIN);
        write(BlockScope.RUNNING);
      }
      default -> {
        closeTable();
        closeBlock();
        open = mark > HEADING ? "h" + (mark - HEADING) : ELEMENTS.getOrDefault(mark, "p");
        start(open);
      }
    }
  }

  private void endLabel() throws SAXException {
    inLabel = false;
    String read = Numeral.readable(label.toString());
    label.setLength(0);
    String shown = SYMBOL.matcher(read).matches() ? WordLevel.ANY_BULLET : read;
    text(shown.isEmpty() ? "" : shown + " ");
  }

  private void text(String text) throws SAXException {
    if (inLabel) {
      label.append(text);
    } else if (notes.isOpen()) {
      notes.add(text);
    } else if (!open.isEmpty() || !text.isBlank()) {
      openBlock();
      write(text);
    }
  }

  private void openBlock() throws SAXException {
    if (open.isEmpty()) {
      open = inTable ? cell : usual;
      start(open);
    }
  }

  private void closeBlock() throws SAXException {
    if (inTable && notes.isWaiting()) {
      openBlock();
      write(notes.inCell());
    }
    if (!open.isEmpty()) {
      end(open);
      open = "";
    }
    for (String note : notes.paragraphs()) {
      start("p");
      write(note);
      end("p");
    }
  }

  private void openTable() throws SAXException {
    if (!inTable) {
      closeBlock();
      start("table");
      inTable = true;
    }
  }

  private void closeRow() throws SAXException {
    closeBlock();
    if (inRow) {
      end("tr");
      inRow = false;
    }
  }

  private void closeTable() throws SAXException {
    if (inTable) {
      closeRow();
      end("table");
      inTable = false;
    }
  }

  private void write(String text) throws SAXException {
    out.characters(text.toCharArray(), 0, text.length());
  }

  private void start(String name) throws SAXException {
    out.startElement("", name, name, NONE);
  }

  private void end(String name) throws SAXException {
    out.endElement("", name, name);
  }

  @Override
  public void ignorableWhitespace(char[] ch, int start, int length) throws SAXException {
    characters(ch, start, length);
  }

  @Override
  public void finish() throws SAXException {
    if (inLabel) {
      endLabel();
    }
    if (notes.isOpen()) {
      text(notes.end());
    }
    closeTable();
    closeBlock();
    out.finish();
  }
}
