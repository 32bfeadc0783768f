package io.oyl.ingest.extract.pdf;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.source.Reason;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;

/**
 * The pages of a PDF that could not be read, or in part only, and why: each costs itself alone.
 * What PDFBox reads over may have held text or not.
 */
final class PdfDamage {
  private static final Property WARNINGS = TikaCoreProperties.TIKA_META_EXCEPTION_WARNING;

  private final PageNumbers inPart = new PageNumbers();
  private final PageNumbers missing = new PageNumbers();
  private final PageNumbers damaged = new PageNumbers();
  private String cause = "";
  private String damage = "";
  private int last;
  private int toldBefore;

  /** What Tika told until now, as of the metadata, is not about this page. */
  void startPage(Metadata metadata) {
    toldBefore = metadata.getValues(WARNINGS).length;
  }

  /**
   * Takes what Tika told since the page began as being about it.
   *
   * @return whether it told anything
   */
  boolean isTold(Metadata metadata) {
    String[] told = metadata.getValues(WARNINGS);
    if (told.length <= toldBefore) {
      return false;
    }
    metadata.remove(WARNINGS.getName());
    for (int i = 0; i < toldBefore; i++) {
      metadata.add(WARNINGS, told[i]);
    }
    because(Failure.readable(told[toldBefore]));
    return true;
  }

  /** What is known of the first of these pages. */
  void because(String reason) {
    cause = cause.isEmpty() ? reason : cause;
  }

  boolean isAbout(String reason) {
    return reason.contains(cause);
  }

  void inPart(int page) {
    add(page, inPart);
  }

  void missing(int page) {
    add(page, missing);
  }

  /** What is in it may not be all: PDFBox has read over something. */
  void damaged(int page, String what) {
    if (add(page, damaged)) {
      damage = damage.isEmpty() ? what : damage;
    }
  }

  private boolean add(int page, PageNumbers pages) {
    boolean isNew = page > last;
    if (isNew) {
      pages.add(page);
      last = page;
    }
    return isNew;
  }

  /**
   * Tells of what follows the last page, where a parser that ended before it did not come to it.
   */
  void unreachedBehind(PDDocumentCatalog catalog, DocumentDraft draft) {
    PDDocumentNameDictionary names = catalog.getNames();
    PDAcroForm form = catalog.getAcroForm(null);
    if ((names != null && names.getEmbeddedFiles() != null)
        || (form != null && !form.getFields().isEmpty())) {
      draft.gap(Reason.PARSE_ERROR, "attachments and the fields of its form are missing");
    }
  }

  /** Tells of pages that the document counts and nobody has found. */
  static void unfound(int from, int count, DocumentDraft draft) {
    if (from <= count) {
      PageNumbers pages = new PageNumbers();
      pages.add(from, count);
      draft.gap(Reason.PARSE_ERROR, told(pages) + " missing: not found in the document");
    }
  }

  private static String told(PageNumbers pages) {
    return pages.told() + (pages.count() == 1 ? " is" : " are");
  }

  /** Adds them to what is missing of the document; false when there are none. */
  boolean tell(DocumentDraft draft) {
    for (PageNumbers pages : List.of(inPart, missing)) {
      if (!pages.isEmpty()) {
        draft.gap(
            Reason.PARSE_ERROR,
            told(pages)
                + (pages == inPart ? " read in part only" : " missing")
                + (cause.isEmpty() ? "" : ": " + cause));
      }
    }
    if (!damaged.isEmpty()) {
      draft.gap(
          Reason.PARSE_ERROR, told(damaged) + " damaged, " + PdfHandler.MAYBE + ": " + damage);
    }
    return !inPart.isEmpty() || !missing.isEmpty();
  }
}
