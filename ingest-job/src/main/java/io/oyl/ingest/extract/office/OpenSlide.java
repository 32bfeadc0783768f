package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.SentenceEnd;
import io.oyl.ingest.extract.draft.TableGrid;
import java.util.ArrayList;
import java.util.List;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** One slide of {@link OpenSlides}: its title first, its notes last. */
final class OpenSlide {
  /** No title has more characters. */
  private static final int MAX_TITLE = 80;

  private final StringBuilder title = new StringBuilder();
  private final List<Piece> body = new ArrayList<>();
  private final List<Piece> notes = new ArrayList<>();

  /** Text, or a table, of a shape. */
  record Piece(String element, String text, List<List<TableGrid.Cell>> rows, int shape) {
    static Piece paragraph(String text, int shape) {
      return new Piece("p", text, List.of(), shape);
    }

    static Piece item(String text, int shape) {
      return new Piece("li", text, List.of(), shape);
    }

    static Piece table(List<List<TableGrid.Cell>> rows, int shape) {
      return new Piece("table", "", rows, shape);
    }

    private boolean isShort() {
      return element.equals("p")
          && text.length() <= MAX_TITLE
          && text.indexOf('\n') < 0
          && !SentenceEnd.isAtEndOf(text);
    }
  }

  /** Adds to its title. */
  void title(String text) {
    title.append(title.isEmpty() ? "" : " ").append(text);
  }

  void add(Piece piece, boolean isNote) {
    (isNote ? notes : body).add(piece);
  }

  /** Sends it as Tika sends the slides of other presentations. */
  void send(ContentHandler out) throws SAXException {
    if (title.isEmpty() && beginsWithTitle()) {
      title.append(body.removeFirst().text());
    }
    start(out, "div", "slide");
    text(out, "h1", title.toString());
    for (Piece piece : body) {
      send(out, piece);
    }
    start(out, "div", "slide-notes");
    for (Piece piece : notes) {
      send(out, piece);
    }
    end(out, "div");
    end(out, "div");
  }

  /** Programs that convert slides write the title as any shape: a short line by itself. */
  private boolean beginsWithTitle() {
    return !body.isEmpty()
        && body.getFirst().isShort()
        && (body.size() == 1 || body.get(1).shape() != body.getFirst().shape());
  }

  private static void send(ContentHandler out, Piece piece) throws SAXException {
    if (piece.rows().isEmpty()) {
      text(out, piece.element(), piece.text());
      return;
    }
    start(out, "table", "");
    for (List<TableGrid.Cell> row : piece.rows()) {
      start(out, "tr", "");
      for (TableGrid.Cell cell : row) {
        AttributesImpl merged = new AttributesImpl();
        merged.addAttribute("", "colspan", "colspan", "CDATA", "" + cell.columns());
        merged.addAttribute("", "rowspan", "rowspan", "CDATA", "" + cell.rows());
        out.startElement("", "td", "td", merged);
        characters(out, cell.text());
        end(out, "td");
      }
      end(out, "tr");
    }
    end(out, "table");
  }

  private static void text(ContentHandler out, String element, String text) throws SAXException {
    start(out, element, "");
    characters(out, text);
    end(out, element);
  }

  private static void characters(ContentHandler out, String text) throws SAXException {
    out.characters(text.toCharArray(), 0, text.length());
  }

  private static void start(ContentHandler out, String element, String style) throws SAXException {
    AttributesImpl attributes = new AttributesImpl();
    if (!style.isEmpty()) {
      attributes.addAttribute("", "class", "class", "CDATA", style);
    }
    out.startElement("", element, element, attributes);
  }

  private static void end(ContentHandler out, String element) throws SAXException {
    out.endElement("", element, element);
  }
}
