package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** The text of pictures: recognized where there is a program for it, told as missing where not. */
final class PictureReading {
  private final @Nullable Recognition recognition;

  PictureReading(@Nullable Recognition recognition) {
    this.recognition = recognition;
  }

  /** Null where there is no program for it. */
  @Nullable Recognition recognition() {
    return recognition;
  }

  boolean canRecognize() {
    return recognition != null;
  }

  /** Spent on the file so far. */
  long millis() {
    return recognition == null ? 0 : recognition.millis();
  }

  /** Notes what was recognized of a PDF's pages and which have no text. */
  void tell(PagesWithoutText pages, DocumentDraft draft) {
    if (!pages.recognized().isEmpty()) {
      tellRecognized(draft, pages.recognized().toString());
    }
    draft.images += pages.imagesAnywhere();
    if (!pages.scans().isEmpty() || (draft.text.isEmpty() && pages.imagesAnywhere() > 0)) {
      draft.gap(
          Reason.NEEDS_OCR,
          draft.text.isEmpty()
              ? imagesAndNoText()
              : pages.scans().told()
                  + (pages.scans().count() == 1 ? " has" : " have")
                  + " no text that can be read"
                  + missingOcr());
    }
  }

  String imagesAndNoText() {
    return "there are images and no text" + missingOcr();
  }

  private String missingOcr() {
    return recognition == null
        ? ": character recognition is needed"
        : ", and character recognition failed";
  }

  private void tellRecognized(DocumentDraft draft, String pages) {
    if (recognition != null) {
      draft.metadata.set(DocumentMetadata.OCR_PAGES, pages);
      draft.metadata.set("ocr_engine", recognition.engine());
    }
  }

  /** Reads an image without text of its own by character recognition, where there is one. */
  void recognize(DocumentDraft draft, @Nullable Path file) {
    if (recognition == null
        || file == null
        || !draft.mimeType().startsWith("image/")
        || draft.hasText()) {
      return;
    }
    String text = recognition.image(file);
    if (text != null) {
      tellRecognized(draft, "1");
      try {
        draft.text.paragraphs(text);
      } catch (WriteLimitReachedException e) {
        // The text is marked as cut.
      }
    }
  }

  /**
   * A document that is nothing but pictures is one of scans. They come in their order, but not page
   * by page.
   */
  void recognizeInside(EmbeddedDocuments inside, DocumentDraft draft) {
    PageNumbers recognized = new PageNumbers();
    try (inside) {
      if (recognition == null || !draft.text.isEmpty() || inside.pictures().isEmpty()) {
        return;
      }
      int number = 0;
      for (Path picture : inside.pictures()) {
        number++;
        String text = recognition.image(picture);
        if (text != null) {
          draft.images--;
          recognized.add(number);
          if (!text.isBlank()) {
            draft.text.forgetPages();
            draft.text.paragraphs(text);
          }
        }
      }
    } catch (IOException | SAXException e) {
      // The text is marked as cut, or a copy is left to be deleted with its folder.
    }
    if (!recognized.isEmpty()) {
      tellRecognized(draft, recognized.toString());
    }
    if (draft.images > 0 && !draft.text.isEmpty()) {
      draft.gap(
          Reason.NEEDS_OCR,
          draft.images + (draft.images == 1 ? " image was" : " images were") + " not read");
    }
  }
}
