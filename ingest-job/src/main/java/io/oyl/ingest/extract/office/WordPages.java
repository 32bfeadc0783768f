package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLEventReader;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.events.XMLEvent;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a DOCX file, where the file knows them. Word notes where each page began when it
 * last laid the text out ({@code w:lastRenderedPageBreak}), and how many pages there were ({@code
 * Pages} in docProps/app.xml). A file knows its pages
 *
 * <ul>
 *   <li>by the noted breaks alone when there is one less than pages;
 *   <li>else by the noted breaks with those that the writer made, page breaks and sections that
 *       begin a page, a noted one right behind another counted once: when there is one less than
 *       pages, or when there are noted ones and the number of pages is not told.
 * </ul>
 *
 * <p>Any other file has no pages: it was never laid out, or was changed since. Neither has one with
 * comments, or footnotes that cannot be read, which the parser gives behind the text and not where
 * they stand, nor one with breaks in deleted text. A row of a table breaks as often as the cell
 * that breaks most, and a note is on the page where the paragraph ends that refers to it.
 *
 * <p>The breaks reach the text as {@link TextAssembly#PAGE_BREAK} in the part that Tika reads, so
 * there is nothing to align.
 */
public final class WordPages {
  private WordPages() {}

  /**
   * Lets the parser of this stream send the breaks, and what else Tika's events do not carry.
   *
   * @return the number of pages; 0 when the file does not know
   */
  public static int mark(TikaInputStream stream, DocumentDraft draft, String type) {
    OPCPackage files = AlteredPackage.opened(stream);
    PackagePart main = files == null ? null : AlteredPackage.mainPart(files);
    if (files == null || main == null) {
      return 0;
    }
    try {
      WordBreaks rendered = new WordBreaks(false, List.of());
      WordNumbering lists = WordNumbering.of(main);
      WordAlternatives alternatives = new WordAlternatives();
      WordNoteCounts counts = WordNoteCounts.of(main);
      boolean marked = read(main, rendered, lists, alternatives, counts);
      WordNotes notes = WordNotes.of(main, lists);
      WordBreaks breaks = rendered.footnotes && notes == null ? null : known(files, main, rendered);
      Map<String, AlteredPackage.Change> changes = WordRunning.parts(main, lists);
      changes.putAll(notes == null ? Map.of() : notes.rest());
      if (breaks != null || marked) {
        changes.put(
            main.getPartName().getName().substring(1),
            in ->
                new RewrittenXml(
                    alternatives.reading(in),
                    new WordMarks(
                        breaks == null ? null : new WordBreaks(breaks.made, rendered.sections),
                        lists == null ? null : new WordNumbers(lists),
                        notes == null ? null : new WordReferences(notes, counts))));
      }
      if (changes.isEmpty()) {
        AlteredPackage.offerCharts(stream, draft.metadata, type);
      } else {
        AlteredPackage.offer(stream, draft.metadata, type, changes);
      }
      return breaks == null ? 0 : breaks.count + 1;
    } catch (IOException | XMLStreamException | OpenXML4JException | RuntimeException e) {
      return 0;
    }
  }

  /** Null when the file does not know its pages. */
  private static @Nullable WordBreaks known(OPCPackage files, PackagePart main, WordBreaks rendered)
      throws IOException, XMLStreamException {
    if (!rendered.reliable) {
      return null;
    }
    int told = told(files);
    if (told == rendered.count + 1 && told != 1) {
      return rendered;
    }
    WordBreaks breaks = new WordBreaks(true, rendered.sections);
    read(main, breaks, null, new WordAlternatives(), new WordNoteCounts());
    boolean known = told == 0 ? rendered.count > 0 : told == breaks.count + 1;
    return known && breaks.count > 0 ? breaks : null;
  }

  /** Whether there is more than breaks to mark. */
  private static boolean read(
      PackagePart part,
      WordBreaks breaks,
      @Nullable WordNumbering lists,
      WordAlternatives alternatives,
      WordNoteCounts counts)
      throws IOException, XMLStreamException {
    boolean marked = false;
    try (InputStream in = part.getInputStream()) {
      XMLEventReader xml = UntrustedXml.events(in);
      while (xml.hasNext()) {
        XMLEvent event = xml.nextEvent();
        breaks.see(event);
        alternatives.see(event);
        counts.see(event);
        marked |= WordMarks.of(event) || (lists != null && lists.concerns(event));
      }
    }
    return marked || alternatives.areNeeded();
  }

  /** Zero when it is not told. */
  private static int told(OPCPackage files) throws IOException, XMLStreamException {
    List<PackagePart> properties =
        files.getPartsByRelationshipType(PackageRelationshipTypes.EXTENDED_PROPERTIES);
    if (properties.isEmpty()) {
      return 0;
    }
    try (InputStream in = properties.getFirst().getInputStream()) {
      XMLEventReader xml = UntrustedXml.events(in);
      while (xml.hasNext()) {
        XMLEvent event = xml.nextEvent();
        if (event.isStartElement()
            && event.asStartElement().getName().getLocalPart().equals("Pages")) {
          return Integer.parseInt(xml.getElementText().strip());
        }
      }
      return 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
