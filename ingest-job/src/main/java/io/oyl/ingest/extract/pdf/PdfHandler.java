package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.xhtml.BlockHandler;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/**
 * Takes the pages that Tika reads and reads their lines once more, for how they are set and in an
 * order of our own ({@link PdfPageLines}). What comes after the pages is left to {@link
 * BlockHandler}.
 */
public final class PdfHandler extends DraftHandler {
  /** Held back to know the whole document's habits; what a longer one has begins without them. */
  private static final int MAX_HELD = 4_000_000;

  /** Of a gap that PDFBox has read over: what was read may be all. */
  public static final String MAYBE = "and text may be missing";

  private final DocumentDraft draft;
  private final Supplier<@Nullable PDDocument> document;
  private final BlockHandler others;
  private final PdfLayout layout;
  private final List<PdfLine> held = new ArrayList<>();
  private final PdfPageLines pageLines = new PdfPageLines();
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder run = new StringBuilder();
  private final PdfDamage damage = new PdfDamage();
  private final PdfReports reports = PdfReports.listen();
  private @Nullable PDDocument again;
  private @Nullable PdfLooks looks;
  private @Nullable PdfTags tags;
  private boolean withoutLooks;
  private boolean partial;
  private int page;
  private int pagesHeld;
  private int heldCharacters;
  private int depth;
  private int noteDepth;

  public PdfHandler(DocumentDraft draft, Supplier<@Nullable PDDocument> document) {
    this.draft = draft;
    this.document = document;
    this.others = new BlockHandler(draft.text, draft::mimeType);
    this.layout = new PdfLayout(draft);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (depth == 0) {
      if ("page".equals(attributes.getValue("class"))) {
        depth = 1;
        page++;
        pagesHeld++;
        partial = false;
        tellOutsideOfPages();
        draft.text.pageReached(page);
        damage.startPage(draft.metadata);
      } else {
        if (!localName.equals("html") && !localName.equals("head") && !localName.equals("meta")) {
          release();
        }
        others.startElement(uri, localName, qName, attributes);
      }
      return;
    }
    depth++;
    if (localName.equals("div") && noteDepth == 0) {
      endParagraph();
      noteDepth = depth;
    }
    if (localName.equals("p") || noteDepth > 0) {
      endParagraph();
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (depth == 0) {
      others.endElement(uri, localName, qName);
      return;
    }
    if (localName.equals("p") || localName.equals("div")) {
      endParagraph();
    }
    if (noteDepth == depth) {
      noteDepth = 0;
    }
    depth--;
    if (depth == 0) {
      endPage();
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    if (depth == 0) {
      others.characters(ch, start, length);
    } else {
      run.append(ch, start, length);
      if (run.length() > draft.text.room()) {
        partial = true;
        endParagraph();
        endPage();
        release();
      }
    }
  }

  @Override
  public void ignorableWhitespace(char[] ch, int start, int length) throws SAXException {
    characters(ch, start, length);
  }

  @Override
  public void finish() throws SAXException {
    if (depth > 0) {
      endParagraph();
      endPage();
      depth = 0;
      noteDepth = 0;
    }
    release();
    others.finish();
  }

  /**
   * Tells which pages are not whole. Where the parser ended at one that it cannot read, those that
   * it did not come to are read first.
   *
   * @param thrown what ended it, null when it came to the end
   * @param file null when it came to the end
   * @return the same, null when it is told of the pages it is about
   */
  public @Nullable Throwable ended(@Nullable Throwable thrown, @Nullable Path file)
      throws SAXException {
    try (reports) {
      return told(thrown, file);
    }
  }

  private @Nullable Throwable told(@Nullable Throwable thrown, @Nullable Path file)
      throws SAXException {
    if (thrown == null
        || file == null
        || Failure.isWriteLimit(thrown)
        || Failure.isEncrypted(thrown)) {
      tellOutsideOfPages();
      if (thrown == null && document.get() != null) {
        PdfDamage.unfound(page + 1, document.get().getNumberOfPages(), draft);
      }
      damage.tell(draft);
      return thrown;
    }
    String why = Failure.of(thrown).detail();
    damage.because(why);
    if (depth == 0) {
      tellOutsideOfPages();
    }
    boolean told = readOn(file, why);
    tellOutsideOfPages();
    return damage.tell(draft) && told ? null : thrown;
  }

  /**
   * Reads on from the open page. After the last page Tika throws once more what it has met on one
   * of them; anything else was met behind the pages.
   *
   * @return whether {@code why} is about pages; false also when the file cannot be opened again
   */
  private boolean readOn(Path file, String why) throws SAXException {
    try (PDDocument opened =
        Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache())) {
      reports.heard(); // told when it was opened the first time
      if (depth == 0 && page == opened.getNumberOfPages()) {
        return damage.isAbout(why);
      }
      again = opened;
      looks = null;
      withoutLooks = false;
      if (depth > 0) {
        endParagraph();
        depth = 0;
        noteDepth = 0;
        damage.inPart(page);
        endPage();
      }
      while (page < opened.getNumberOfPages()) {
        page++;
        pagesHeld++;
        draft.text.pageReached(page);
        endPage();
      }
      damage.unreachedBehind(opened.getDocumentCatalog(), draft);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    } finally {
      again = null;
      withoutLooks = true;
    }
  }

  /** What a document holds beside its pages, or what tells where they are. */
  private void tellOutsideOfPages() {
    reports.heard().ifPresent(what -> draft.gap(Reason.PARSE_ERROR, what + ", " + MAYBE));
  }

  private void endParagraph() {
    if (noteDepth > 0) {
      if (!run.toString().isBlank()) {
        notes.add(run.toString());
      }
    } else {
      pageLines.addParagraph(layout.withoutLigatures(TextAssembly.storable(run)));
    }
    run.setLength(0);
  }

  private void endPage() throws SAXException {
    List<PdfLine.Look> found = looks();
    if (again == null ? damage.isTold(draft.metadata) : looks != null && looks.isIncomplete()) {
      damage.inPart(page);
    }
    reports.heard().ifPresent(what -> damage.damaged(page, what));
    pageLines.take(found, page, partial).forEach(this::hold);
    for (String note : notes) {
      hold(new PdfLine(note, page, true, null));
    }
    notes.clear();
    if (heldCharacters > Math.min(MAX_HELD, draft.text.room())) {
      release();
    }
  }

  private void hold(PdfLine line) {
    held.add(line);
    heldCharacters += line.text.length();
  }

  private List<PdfLine.Look> looks() {
    PDDocument open = withoutLooks ? null : again == null ? document.get() : again;
    if (open == null || page > open.getNumberOfPages()) {
      return List.of();
    }
    try {
      if (looks == null || tags == null) {
        tags = PdfTags.of(open);
        looks = new PdfLooks(open, tags);
        layout.marksOwnHeadings(tags.hasHeadings());
      }
      Map<String, Integer> bookmarks = tags.bookmarks(open.getPage(page - 1));
      if (!bookmarks.isEmpty()) {
        layout.bookmarks(page, bookmarks);
      }
      return looks.of(page);
    } catch (IOException | RuntimeException e) {
      // Tika has read the page and told what is wrong with it; only its looks are missing.
      looks = null;
    } catch (StackOverflowError e) {
      looks = null;
      withoutLooks = again == null;
    }
    if (again != null) {
      damage.missing(page);
    }
    return List.of();
  }

  private void release() throws SAXException {
    if (pagesHeld > 0) {
      int first = page - pagesHeld + 1;
      List<PdfLine> lines = List.copyOf(held);
      held.clear();
      heldCharacters = 0;
      pagesHeld = 0;
      layout.write(lines, first, page);
    }
  }
}
