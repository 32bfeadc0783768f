package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of an XLSX file's sheet, straight from its XML: numbers and dates are as they are
 * stored, without the formats in which Excel shows them.
 */
final class SheetText {
  private static final int MOST_COLUMNS = 16_384;

  private SheetText() {}

  /** Adds the texts that cells refer to by their place, as long as there is room for them. */
  static void readStrings(InputStream in, List<String> strings, int room)
      throws XMLStreamException {
    XMLStreamReader xml = UntrustedXml.pieces(in);
    StringBuilder text = new StringBuilder();
    boolean inText = false;
    boolean spoken = false;
    int left = room;
    while (xml.hasNext() && left > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          switch (xml.getLocalName()) {
            case "si" -> text.setLength(0);
            case "rPh" -> spoken = true;
            case "t" -> inText = !spoken;
            default -> {}
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          switch (xml.getLocalName()) {
            case "si" -> {
              strings.add(text.toString());
              left -= text.length() + 1;
            }
            case "rPh" -> spoken = false;
            case "t" -> inText = false;
            default -> {}
          }
        }
        case XMLStreamConstants.CHARACTERS -> {
          if (inText) {
            text.append(xml.getText());
          }
        }
        default -> {}
      }
    }
  }

  /** Whether a sheet has words, and all of them are its own: none is referred to. */
  static boolean holdsItsWords(InputStream in) throws XMLStreamException {
    XMLStreamReader xml = UntrustedXml.pieces(in);
    boolean words = false;
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
        String type = String.valueOf(xml.getAttributeValue(null, "t"));
        if (type.equals("s")) {
          return false;
        }
        words |= type.equals("inlineStr") || type.equals("str");
      }
    }
    return words;
  }

  /** Writes the sheet as a table. */
  static void read(InputStream in, List<String> strings, TextAssembly out)
      throws XMLStreamException, WriteLimitReachedException {
    XMLStreamReader xml = UntrustedXml.pieces(in);
    List<String> row = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    String type = "";
    int column = 0;
    boolean inValue = false;
    try {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            switch (xml.getLocalName()) {
              case "row" -> row.clear();
              case "c" -> {
                type = String.valueOf(xml.getAttributeValue(null, "t"));
                column = column(xml.getAttributeValue(null, "r"), row.size());
                value.setLength(0);
              }
              case "v", "t" -> inValue = true;
              default -> {}
            }
          }
          case XMLStreamConstants.END_ELEMENT -> {
            switch (xml.getLocalName()) {
              case "v", "t" -> inValue = false;
              case "c" -> {
                while (row.size() < column) {
                  row.add("");
                }
                row.add(type.equals("s") ? referred(value.toString(), strings) : value.toString());
              }
              case "row" -> out.tableRow(row, false);
              default -> {}
            }
          }
          case XMLStreamConstants.CHARACTERS -> {
            if (inValue) {
              value.append(xml.getText());
            }
          }
          default -> {}
        }
      }
    } finally {
      out.endTable();
    }
  }

  private static String referred(String place, List<String> strings) {
    try {
      int index = Integer.parseInt(place.strip());
      return index >= 0 && index < strings.size() ? strings.get(index) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }

  /** Counted from 0, from a reference such as C12; the next one where there is none. */
  private static int column(@Nullable String reference, int next) {
    int column = 0;
    for (int i = 0; reference != null && i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c < 'A' || c > 'Z' || column > MOST_COLUMNS) {
        break;
      }
      column = 26 * column + c - 'A' + 1;
    }
    return column == 0 || column > MOST_COLUMNS ? next : column - 1;
  }
}
