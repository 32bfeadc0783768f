package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.extract.draft.UntrustedXml;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.PackagingURIHelper;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.xslf.usermodel.XSLFRelation;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The slides of a PPTX file. Tika takes them by the names of the presentation's relations, in the
 * order of the alphabet ({@code rId10} before {@code rId9}), and takes those that were deleted too.
 * So it is given relations with names that sort as the show goes, and those of the show alone.
 *
 * <p>A slide's number is its place in the show, counted from 1, hidden slides included: what
 * PowerPoint shows unless its count was set to begin elsewhere.
 */
public final class PackageSlides implements Slides {
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String SLIDE = XSLFRelation.SLIDE.getRelation();

  private record Numbered(int number, PackagePart part) {}

  private final Queue<Numbered> slides;

  private PackageSlides(Queue<Numbered> slides) {
    this.slides = slides;
  }

  /**
   * Puts the slides that the parser of this stream will read in their order. Where the file does
   * not tell it, or is too damaged for that, nothing is changed.
   */
  public static Slides inOrder(TikaInputStream stream, DocumentDraft draft, String type) {
    OPCPackage found = AlteredPackage.opened(stream);
    PackagePart main = found == null ? null : AlteredPackage.mainPart(found);
    if (main == null) {
      return Slides.NONE;
    }
    try {
      List<String> show = show(main);
      if (show.isEmpty()) {
        return Slides.NONE;
      }
      byte[] relations = renamed(main, show);
      OPCPackage ordered =
          AlteredPackage.offer(
              stream,
              draft.metadata,
              type,
              Map.of(
                  PackagingURIHelper.getRelationshipPartName(main.getPartName())
                      .getName()
                      .substring(1),
                  ignored -> new ByteArrayInputStream(relations)));
      return new PackageSlides(numbered(ordered, show.size(), draft));
    } catch (IOException | OpenXML4JException | XMLStreamException | RuntimeException e) {
      return Slides.NONE;
    }
  }

  /** The relations' names, in order; a slide that is listed twice is shown once. */
  private static List<String> show(PackagePart main) throws IOException, XMLStreamException {
    List<String> names = new ArrayList<>();
    try (InputStream in = main.getInputStream()) {
      XMLStreamReader xml = UntrustedXml.pieces(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("sldId")) {
          String name = xml.getAttributeValue(RELATIONS, "id");
          if (name != null && !names.contains(name)) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }

  private static String name(int number) {
    return "slide-%08d".formatted(number);
  }

  /** Null when it is not in the package: the parser would end there. */
  private static @Nullable PackagePart slide(PackagePart main, PackageRelationship relation) {
    try {
      return main.getRelatedPart(relation);
    } catch (InvalidFormatException | IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] renamed(PackagePart main, List<String> show)
      throws InvalidFormatException, XMLStreamException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("Relationships");
    xml.writeDefaultNamespace("http://schemas.openxmlformats.org/package/2006/relationships");
    for (PackageRelationship relation : main.getRelationships()) {
      int place = show.indexOf(relation.getId());
      boolean slide = relation.getRelationshipType().equals(SLIDE);
      if (slide && (place < 0 || slide(main, relation) == null)) {
        continue;
      }
      xml.writeEmptyElement("Relationship");
      xml.writeAttribute("Id", slide ? name(place + 1) : relation.getId());
      xml.writeAttribute("Type", relation.getRelationshipType());
      xml.writeAttribute("Target", relation.getTargetURI().toString());
      if (relation.getTargetMode() == TargetMode.EXTERNAL) {
        xml.writeAttribute("TargetMode", "External");
      }
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.close();
    return out.toByteArray();
  }

  /** Those that the parser will find. */
  private static Queue<Numbered> numbered(OPCPackage ordered, int count, DocumentDraft draft) {
    PackagePart main = AlteredPackage.mainPart(ordered);
    Deque<Numbered> found = new ArrayDeque<>();
    PageNumbers missing = new PageNumbers();
    for (int number = 1; number <= count && main != null; number++) {
      PackageRelationship relation = main.getRelationship(name(number));
      PackagePart part = relation == null ? null : slide(main, relation);
      if (part == null) {
        missing.add(number);
      } else {
        found.add(new Numbered(number, part));
      }
    }
    if (!missing.isEmpty()) {
      draft.gap(
          Reason.PARSE_ERROR,
          missing.count() == 1
              ? "slide " + missing + " is missing in the file"
              : "slides " + missing + " are missing in the file");
    }
    return found;
  }

  @Override
  public @Nullable Slide next() {
    Numbered next = slides.poll();
    return next == null ? null : PackageSlide.read(next.number(), next.part());
  }
}
