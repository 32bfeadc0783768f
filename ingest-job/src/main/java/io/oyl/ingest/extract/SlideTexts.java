package io.oyl.ingest.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.hslf.usermodel.HSLFSlide;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.poifs.filesystem.DirectoryNode;

/** What a PPTX file says of its slides and Tika does not: which text is a title or a note. */
final class SlideTexts {
  static final SlideTexts NONE = new SlideTexts(Set.of(), Set.of());

  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final int MAX_SLIDES = 10_000;

  private final Set<String> titles;
  private final Set<String> notes;

  private SlideTexts(Set<String> titles, Set<String> notes) {
    this.titles = titles;
    this.notes = notes;
  }

  /** Whether this is the title of a slide; Tika does not give the slides in their order. */
  boolean isTitle(String paragraph) {
    return !paragraph.isEmpty() && titles.contains(paragraph);
  }

  boolean isNote(String paragraph) {
    return notes.contains(TextAssembly.collapse(paragraph));
  }

  /** The slides of a presentation, in order; nothing of what cannot be read. */
  static SlideTexts of(Path file) {
    Set<String> titles = new HashSet<>();
    Set<String> notes = new HashSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, String> slides = relations(zip, "ppt/presentation.xml");
      for (String id : slideIds(zip)) {
        String slide = slides.get(id);
        if (slide != null && titles.size() < MAX_SLIDES) {
          titles.add(String.join(" ", shapes(zip, slide, Set.of("title", "ctrTitle"))));
          for (String related : relations(zip, slide).values()) {
            if (related.contains("notesSlide")) {
              notes.addAll(shapes(zip, related, Set.of("body")));
            }
          }
        }
      }
    } catch (IOException | XMLStreamException | RuntimeException e) {
      return titles.isEmpty() ? NONE : new SlideTexts(titles, notes);
    }
    return new SlideTexts(titles, notes);
  }

  /** The slides of a presentation before 2007. */
  static SlideTexts of(DirectoryNode presentation) {
    Set<String> titles = new HashSet<>();
    try {
      // not closed: that would close the container, from which the parser still reads
      HSLFSlideShow show = new HSLFSlideShow(presentation);
      for (HSLFSlide slide : show.getSlides()) {
        String title = slide.getTitle();
        titles.add(title == null ? "" : TextAssembly.collapse(title));
      }
    } catch (IOException | RuntimeException e) {
      return NONE;
    }
    return new SlideTexts(titles, Set.of());
  }

  private static List<String> slideIds(ZipFile zip) throws IOException, XMLStreamException {
    List<String> ids = new ArrayList<>();
    try (InputStream in = open(zip, "ppt/presentation.xml")) {
      XMLStreamReader xml = reader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("sldId")) {
          String id = xml.getAttributeValue(RELATIONS, "id");
          if (id != null) {
            ids.add(id);
          }
        }
      }
    }
    return ids;
  }

  private static Map<String, String> relations(ZipFile zip, String part)
      throws IOException, XMLStreamException {
    Map<String, String> targets = new HashMap<>();
    int slash = part.lastIndexOf('/');
    String name = part.substring(0, slash) + "/_rels" + part.substring(slash) + ".rels";
    try (InputStream in = open(zip, name)) {
      XMLStreamReader xml = reader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals("Relationship")) {
          String target = xml.getAttributeValue(null, "Target");
          String path = target.startsWith("/") ? target : part.substring(0, slash + 1) + target;
          targets.put(
              xml.getAttributeValue(null, "Id"),
              Path.of("/" + path).normalize().toString().substring(1));
        }
      }
    }
    return targets;
  }

  /** Texts of the shapes with these placeholder types, a paragraph each. */
  private static List<String> shapes(ZipFile zip, String part, Set<String> types)
      throws IOException, XMLStreamException {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    boolean wanted = false;
    boolean inText = false;
    try (InputStream in = open(zip, part)) {
      XMLStreamReader xml = reader(in);
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "sp" -> wanted = false;
            case "ph" -> {
              String type = xml.getAttributeValue(null, "type");
              wanted = type != null && types.contains(type);
            }
            case "t" -> inText = wanted;
            case "br" -> paragraph.append(' ');
            default -> {}
          }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          inText &= !xml.getLocalName().equals("t");
          if (xml.getLocalName().equals("p")) {
            String text = TextAssembly.collapse(paragraph.toString());
            if (!text.isEmpty()) {
              paragraphs.add(text);
            }
            paragraph.setLength(0);
          }
        } else if (inText && event == XMLStreamConstants.CHARACTERS) {
          paragraph.append(xml.getText());
        }
      }
    }
    return paragraphs;
  }

  private static InputStream open(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    return entry == null
        ? new ByteArrayInputStream("<none/>".getBytes(StandardCharsets.UTF_8))
        : zip.getInputStream(entry);
  }

  private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(in);
  }
}
