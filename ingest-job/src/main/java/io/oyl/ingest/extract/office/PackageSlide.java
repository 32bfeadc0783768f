package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import io.oyl.ingest.extract.draft.UntrustedXml;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.xslf.usermodel.XSLFRelation;
import org.jspecify.annotations.Nullable;

/**
 * A slide of a PPTX file or its page of notes, straight from its XML: the paragraphs of its
 * placeholders, and which cells of its tables are merged.
 */
final class PackageSlide {
  private static final Set<String> TITLES = Set.of("title", "ctrTitle");

  /**
   * How a cell of a table is merged.
   *
   * @param hidden whether it lies under another one
   */
  private record Merged(int columns, int rows, boolean hidden) {}

  private final List<String> titles = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<String> footers = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final List<List<Merged>> rows = new ArrayList<>();
  private final StringBuilder paragraph = new StringBuilder();
  private String placeholder = "";
  private boolean inText;
  private boolean computed;

  private PackageSlide() {}

  /** A slide with its notes; as far as it can be read where it is damaged. */
  static Slide read(int number, PackagePart part) {
    PackageSlide slide = new PackageSlide();
    try {
      slide.read(part);
      Slide described = new Slide(number, slide.titles);
      slide.running(described);
      slide.rows.forEach(row -> described.addRow(read -> merged(row, read)));
      for (PackageRelationship notes :
          part.getRelationshipsByType(XSLFRelation.NOTES.getRelation())) {
        PackageSlide said = new PackageSlide();
        said.read(part.getRelatedPart(notes));
        said.bodies.forEach(described::addNote);
        said.running(described);
      }
      return described;
    } catch (IOException | OpenXML4JException | XMLStreamException | RuntimeException e) {
      return new Slide(number, slide.titles);
    }
  }

  /** Tika gives an empty cell for each hidden one. */
  private static List<TableGrid.Cell> merged(List<Merged> row, List<TableGrid.Cell> read) {
    List<TableGrid.Cell> cells = new ArrayList<>();
    for (int i = 0; i < row.size() && row.size() == read.size(); i++) {
      Merged told = row.get(i);
      if (!told.hidden) {
        cells.add(new TableGrid.Cell(read.get(i).text(), told.columns, told.rows, false));
      }
    }
    return cells;
  }

  private void running(Slide slide) {
    footers.forEach(slide::addFooter);
    fields.forEach(slide::addField);
  }

  private void read(PackagePart part) throws IOException, XMLStreamException {
    try (InputStream in = part.getInputStream()) {
      XMLStreamReader xml = UntrustedXml.pieces(in);
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(xml);
          case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
          case XMLStreamConstants.CHARACTERS -> {
            if (inText) {
              paragraph.append(xml.getText());
            }
          }
          default -> {}
        }
      }
    }
  }

  private void start(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "sp" -> placeholder = "";
      case "ph" -> {
        String type = xml.getAttributeValue(null, "type");
        placeholder = type == null ? "" : type;
      }
      case "tr" -> rows.add(new ArrayList<>());
      case "tc" -> {
        if (!rows.isEmpty()) {
          rows.getLast().add(merged(xml));
        }
      }
      case "fld" -> computed = true;
      case "br" -> paragraph.append(' ');
      case "t" -> inText = true;
      default -> {}
    }
  }

  private static Merged merged(XMLStreamReader cell) {
    return new Merged(
        number(cell.getAttributeValue(null, "gridSpan")),
        number(cell.getAttributeValue(null, "rowSpan")),
        isSet(cell.getAttributeValue(null, "hMerge"))
            || isSet(cell.getAttributeValue(null, "vMerge")));
  }

  private static int number(@Nullable String value) {
    return value != null && value.matches("\\d{1,5}") ? Integer.parseInt(value) : 1;
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && (value.equals("1") || value.equals("true"));
  }

  private void end(String name) {
    switch (name) {
      case "t" -> inText = false;
      case "p" -> {
        String text = WhiteSpace.collapse(paragraph.toString());
        paragraph.setLength(0);
        if (!text.isEmpty()) {
          add(text);
        }
        computed = false;
      }
      case "sp" -> placeholder = "";
      default -> {}
    }
  }

  private void add(String text) {
    if (TITLES.contains(placeholder)) {
      titles.add(text);
    } else {
      switch (placeholder) {
        case "body" -> bodies.add(text);
        case "hdr", "ftr" -> footers.add(text);
        case "sldNum" -> fields.add(text);
        case "dt" -> (computed ? fields : footers).add(text);
        default -> {}
      }
    }
  }
}
