package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.UntrustedXml;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.tika.exception.WriteLimitReachedException;

/** The running text of Word, PowerPoint and OpenDocument files, straight from their XML. */
public final class PackageText {
  private static final Set<String> TYPES =
      Set.of(
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
          "application/vnd.ms-word.document.macroenabled.12",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "application/vnd.openxmlformats-officedocument.presentationml.slideshow",
          "application/vnd.ms-powerpoint.presentation.macroenabled.12",
          "application/vnd.oasis.opendocument.text",
          "application/vnd.oasis.opendocument.presentation");
  private static final Pattern MAIN =
      Pattern.compile("word/document\\.xml|content\\.xml|ppt/slides/slide(\\d{1,9})\\.xml");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "(?:word/(?:header|footer|footnotes|endnotes|comments)|ppt/notesSlides/|(?:word|ppt)/embeddings/).*");
  private static final Set<String> PARAGRAPHS = Set.of("p", "h");

  /** Drawings for older programs, and what was deleted. */
  private static final Set<String> TWICE = Set.of("Fallback", "tracked-changes");

  private PackageText() {}

  public static boolean isFor(String mimeType) {
    return TYPES.contains(mimeType);
  }

  public static void read(Path file, DocumentDraft draft) throws IOException, XMLStreamException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<ZipEntry> parts = new ArrayList<>();
      boolean leftOut = false;
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (MAIN.matcher(entry.getName()).matches()) {
          parts.add(entry);
        }
        leftOut |= LEFT_OUT.matcher(entry.getName()).matches();
      }
      if (leftOut) {
        draft.gap(
            Reason.PARSE_ERROR,
            "only the running text was read: notes, headers, footers and files inside are missing");
      }
      parts.sort(Comparator.comparingInt(PackageText::number));
      for (ZipEntry part : parts) {
        try (InputStream in = zip.getInputStream(part)) {
          if (number(part) > 0) {
            draft.text.startPage();
          }
          read(in, draft.text);
        }
      }
    } catch (WriteLimitReachedException e) {
      // The text is marked as cut.
    }
  }

  private static int number(ZipEntry slide) {
    Matcher matcher = MAIN.matcher(slide.getName());
    return matcher.matches() && matcher.group(1) != null ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Reads a part; the paragraphs before the place where it is damaged are written. */
  static void read(InputStream in, TextAssembly out)
      throws XMLStreamException, WriteLimitReachedException {
    XMLStreamReader xml = UntrustedXml.pieces(in);
    StringBuilder run = new StringBuilder();
    int text = 0;
    int twice = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = xml.getLocalName();
          twice += TWICE.contains(name) ? 1 : 0;
          switch (name) {
            case "t" -> text++;
            case "p", "h" -> {
              if (isOpenDocument(xml)) {
                // a note stands inside its paragraph
                out.paragraphs(run);
                run.setLength(0);
                text++;
              }
            }
            case "tab", "br", "line-break", "s" -> run.append(' ');
            default -> {}
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          String name = xml.getLocalName();
          twice -= TWICE.contains(name) ? 1 : 0;
          if (name.equals("t")) {
            text--;
          } else if (PARAGRAPHS.contains(name)) {
            text -= isOpenDocument(xml) ? 1 : 0;
            out.paragraphs(run);
            run.setLength(0);
          }
        }
        case XMLStreamConstants.CHARACTERS -> {
          if (text > 0 && twice == 0) {
            run.append(xml.getText());
          }
        }
        default -> {}
      }
    }
    out.paragraphs(run);
  }

  private static boolean isOpenDocument(XMLStreamReader xml) {
    String namespace = xml.getNamespaceURI();
    return namespace != null && namespace.startsWith("urn:oasis:");
  }
}
