package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.UntrustedXml;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.office.OpenSlide.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * The slides of an OpenDocument presentation, as the events that Tika sends for other
 * presentations. Tika's own reader of this format does not tell where a slide begins, which text is
 * its title and which its notes, and adds the sample texts of the masters.
 */
public final class OpenSlides {
  private static final Set<String> TYPES =
      Set.of(
          "application/vnd.oasis.opendocument.presentation",
          "application/vnd.oasis.opendocument.presentation-template");
  private static final String DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0";
  private static final String LINK = "http://www.w3.org/1999/xlink";
  private static final String PRESENTATION =
      "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0";
  private static final String SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0";
  private static final String TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
  private static final String TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";

  private final ZipFile zip;
  private final ContentHandler out;
  private final StringBuilder paragraph = new StringBuilder();
  private final List<List<TableGrid.Cell>> rows = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private int shape;
  private int paragraphs;
  private int lists;
  private int tables;
  private int columns = 1;
  private int below = 1;
  private boolean inNotes;
  private boolean inTitle;
  private @Nullable OpenSlide slide;
  private boolean inObject;

  private OpenSlides(ZipFile zip, ContentHandler out) {
    this.zip = zip;
    this.out = out;
  }

  public static boolean isFor(String mimeType) {
    return TYPES.contains(mimeType);
  }

  /** Reads all slides. */
  public static void read(Path file, ContentHandler out) throws IOException, SAXException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry content = zip.getEntry("content.xml");
      if (content == null) {
        throw new IOException("content.xml is missing");
      }
      try (InputStream in = zip.getInputStream(content)) {
        OpenSlides slides = new OpenSlides(zip, out);
        try {
          slides.read(in);
        } finally {
          slides.endSlide();
        }
      }
    } catch (XMLStreamException e) {
      throw new IOException("content.xml is damaged", e);
    }
  }

  private void read(InputStream in) throws XMLStreamException, SAXException {
    XMLStreamReader xml = UntrustedXml.pieces(in);
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.END_ELEMENT -> end(xml.getNamespaceURI(), xml.getLocalName());
        case XMLStreamConstants.CHARACTERS -> {
          if (paragraphs > 0) {
            paragraph.append(xml.getText().replaceAll("\\s+", " "));
          }
        }
        default -> {}
      }
    }
  }

  /** A chart has its figures in a file of its own. */
  private void readObject(@Nullable String link) throws XMLStreamException, SAXException {
    ZipEntry content =
        link == null ? null : zip.getEntry(link.replaceFirst("^\\./", "") + "/content.xml");
    if (content == null || inObject || inNotes) {
      return;
    }
    inObject = true;
    try (InputStream in = zip.getInputStream(content)) {
      read(in);
    } catch (IOException e) {
      throw new XMLStreamException(e);
    } finally {
      inObject = false;
    }
  }

  private void start(XMLStreamReader xml) throws XMLStreamException, SAXException {
    String name = xml.getLocalName();
    switch (String.valueOf(xml.getNamespaceURI())) {
      case DRAW -> {
        if (name.equals("page") && !inObject) {
          startSlide();
        } else if (name.equals("object")) {
          readObject(xml.getAttributeValue(LINK, "href"));
        } else if (name.equals("frame") || name.equals("custom-shape")) {
          shape++;
          inTitle = "title".equals(xml.getAttributeValue(PRESENTATION, "class"));
        }
      }
      case PRESENTATION -> inNotes |= name.equals("notes");
      case SVG -> paragraphs += OpenNumbering.TOLD_OF_PICTURES.contains(name) ? 1 : 0;
      case TEXT -> startText(name);
      case TABLE -> {
        switch (name) {
          case "table" -> tables++;
          case "table-cell" -> {
            if (tables == 1) {
              columns =
                  number(xml.getAttributeValue(TABLE, "number-columns-spanned"))
                      * number(xml.getAttributeValue(TABLE, "number-columns-repeated"));
              below = number(xml.getAttributeValue(TABLE, "number-rows-spanned"));
            }
          }
          case "table-row" -> {
            if (tables == 1) {
              rows.add(new ArrayList<>());
            }
          }
          default -> {}
        }
      }
      default -> {}
    }
  }

  private static int number(@Nullable String value) {
    return value != null && value.matches("\\d{1,4}") ? Integer.parseInt(value) : 1;
  }

  private void startText(String name) {
    switch (name) {
      case "p", "h" -> paragraphs++;
      case "list-item", "list-header" -> lists++;
      case "s", "tab" -> paragraph.append(' ');
      case "line-break" -> paragraph.append('\n');
      default -> {}
    }
  }

  private void end(String namespace, String name) throws SAXException {
    switch (String.valueOf(namespace)) {
      case DRAW -> {
        if (name.equals("page") && !inObject) {
          endSlide();
        }
      }
      case PRESENTATION -> inNotes &= !name.equals("notes");
      case SVG -> {
        if (OpenNumbering.TOLD_OF_PICTURES.contains(name)) {
          endParagraph();
        }
      }
      case TEXT -> {
        switch (name) {
          case "p", "h" -> endParagraph();
          case "list-item", "list-header" -> lists--;
          default -> {}
        }
      }
      case TABLE -> endTable(name);
      default -> {}
    }
  }

  private void endParagraph() {
    paragraphs--;
    if (paragraphs > 0) {
      paragraph.append(' ');
      return;
    }
    String text = WhiteSpace.strip(paragraph.toString());
    paragraph.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (tables > 0) {
      cell.append(cell.isEmpty() ? "" : " ").append(text);
    } else if (inTitle && !inNotes && slide != null) {
      slide.title(text);
    } else {
      add(lists > 0 && !inNotes ? Piece.item(text, shape) : Piece.paragraph(text, shape));
    }
  }

  private void add(Piece piece) {
    if (slide != null) {
      slide.add(piece, inNotes);
    }
  }

  private void endTable(String name) {
    switch (name) {
      case "table" -> {
        tables--;
        if (tables == 0) {
          add(Piece.table(List.copyOf(rows), shape));
          rows.clear();
        }
      }
      case "table-cell" -> {
        if (tables == 1 && !rows.isEmpty()) {
          rows.getLast().add(new TableGrid.Cell(cell.toString(), columns, below, false));
          cell.setLength(0);
        }
      }
      default -> {}
    }
  }

  private void startSlide() throws SAXException {
    endSlide();
    slide = new OpenSlide();
  }

  private void endSlide() throws SAXException {
    if (slide != null) {
      slide.send(out);
      slide = null;
    }
  }
}
