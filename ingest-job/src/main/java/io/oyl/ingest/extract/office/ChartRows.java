package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * The figures of a chart in an Office package as a table, for Tika to read in the chart's place: a
 * row for each category, a column for each series. Tika gives one series behind the other, the
 * categories of each again before its values.
 */
final class ChartRows {
  private static final Pattern CHART = Pattern.compile(".*/charts/chart\\d*\\.xml");
  private static final int LARGEST = 8 << 20;

  /** Figures by their place; they may have gaps. */
  private record Series(Map<Integer, String> categories, Map<Integer, String> values) {}

  private record Column(String name, Map<Integer, String> values) {}

  private final List<String> before = new ArrayList<>();
  private final List<String> behind = new ArrayList<>();
  private final SequencedMap<Map<Integer, String>, List<Column>> tables = new LinkedHashMap<>();
  private final List<NavigableMap<Integer, String>> levels = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private Series series = new Series(new TreeMap<>(), new TreeMap<>());
  private String role = "";
  private int place;
  private boolean inSeries;
  private boolean collecting;

  private ChartRows() {}

  static boolean isChart(String part) {
    return CHART.matcher(part).matches();
  }

  /** The chart as its table; as it is where it holds no figures or cannot be read. */
  static InputStream of(InputStream part) throws IOException {
    byte[] bytes = part.readNBytes(LARGEST);
    if (bytes.length == LARGEST) {
      return new SequenceInputStream(new ByteArrayInputStream(bytes), part);
    }
    part.close();
    try {
      ChartRows rows = new ChartRows();
      rows.read(new ByteArrayInputStream(bytes));
      return new ByteArrayInputStream(rows.tables.isEmpty() ? bytes : rows.written());
    } catch (XMLStreamException e) {
      return new ByteArrayInputStream(bytes);
    }
  }

  private void read(InputStream part) throws XMLStreamException {
    XMLStreamReader xml = UntrustedXml.pieces(part);
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(xml);
        case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
        case XMLStreamConstants.CHARACTERS -> {
          if (collecting) {
            text.append(xml.getText());
          }
        }
        default -> {}
      }
    }
  }

  private void start(XMLStreamReader xml) throws XMLStreamException {
    switch (xml.getLocalName()) {
      case "ser" -> {
        series = new Series(new TreeMap<>(), new TreeMap<>());
        name.setLength(0);
        levels.clear();
        inSeries = true;
      }
      case "tx", "cat", "xVal", "val", "yVal", "bubbleSize", "dLbls" ->
          role = inSeries && role.isEmpty() ? xml.getLocalName() : role;
      case "lvl" -> levels.add(new TreeMap<>());
      case "pt" -> place = place(xml.getAttributeValue(null, "idx"));
      case "v", "t" -> collecting = true;
      case "br" -> text.append(' ');
      default -> {}
    }
  }

  private static int place(String index) throws XMLStreamException {
    try {
      return Integer.parseInt(index);
    } catch (NumberFormatException e) {
      throw new XMLStreamException("a point has no place", e);
    }
  }

  private void end(String element) {
    switch (element) {
      case "ser" -> {
        inSeries = false;
        joinLevels();
        if (!series.values.isEmpty()) {
          tables
              .computeIfAbsent(series.categories, _ -> new ArrayList<>())
              .add(new Column(name.toString(), series.values));
        }
      }
      case "tx", "cat", "xVal", "val", "yVal", "bubbleSize", "dLbls" ->
          role = role.equals(element) ? "" : role;
      case "v" -> {
        collecting = false;
        take();
      }
      case "t" -> collecting = false;
      case "p" -> {
        if (!text.isEmpty()) {
          beside(text.toString());
        }
        text.setLength(0);
      }
      default -> {}
    }
  }

  private void take() {
    String value = text.toString().strip();
    text.setLength(0);
    switch (role) {
      case "tx" -> name.append(name.isEmpty() ? "" : " ").append(value);
      case "cat", "xVal" ->
          (levels.isEmpty() ? series.categories : levels.getLast()).put(place, value);
      case "val", "yVal" -> series.values.put(place, value);
      case "bubbleSize" -> series.values.merge(place, value, (height, size) -> height + " " + size);
      default -> beside(value);
    }
  }

  private void beside(String words) {
    (tables.isEmpty() && !inSeries ? before : behind).add(words);
  }

  /** Levels come from the inner to the outer; an outer one holds until the next of it. */
  private void joinLevels() {
    for (NavigableMap<Integer, String> level : levels) {
      if (level == levels.getFirst()) {
        series.categories.putAll(level);
      } else {
        series.categories.replaceAll(
            (at, inner) -> {
              var outer = level.floorEntry(at);
              return outer == null ? inner : outer.getValue() + " " + inner;
            });
      }
    }
  }

  private byte[] written() throws XMLStreamException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    XMLStreamWriter xml =
        XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("chart");
    paragraphs(xml, before);
    for (var table : tables.entrySet()) {
      xml.writeStartElement("tbl");
      List<String> head = new ArrayList<>(List.of(""));
      table.getValue().forEach(column -> head.add(column.name));
      row(xml, head);
      Map<Integer, String> places = new TreeMap<>(table.getKey());
      table.getValue().forEach(column -> column.values.forEach(places::putIfAbsent));
      for (Integer at : places.keySet()) {
        List<String> cells = new ArrayList<>(List.of(table.getKey().getOrDefault(at, "")));
        table.getValue().forEach(column -> cells.add(column.values.getOrDefault(at, "")));
        row(xml, cells);
      }
      xml.writeEndElement();
    }
    paragraphs(xml, behind);
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.close();
    return bytes.toByteArray();
  }

  private static void row(XMLStreamWriter xml, List<String> cells) throws XMLStreamException {
    xml.writeStartElement("tr");
    for (String cell : cells) {
      xml.writeStartElement("tc");
      paragraphs(xml, List.of(cell));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void paragraphs(XMLStreamWriter xml, List<String> texts)
      throws XMLStreamException {
    for (String each : texts) {
      xml.writeStartElement("p");
      xml.writeStartElement("r");
      xml.writeStartElement("t");
      xml.writeCharacters(each);
      xml.writeEndElement();
      xml.writeEndElement();
      xml.writeEndElement();
    }
  }
}
