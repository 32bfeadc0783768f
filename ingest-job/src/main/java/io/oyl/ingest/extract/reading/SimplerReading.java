package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.markup.MarkupText;
import io.oyl.ingest.extract.office.PackageText;
import io.oyl.ingest.extract.pdf.PdfPageByPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another way to read a type of file, for when the usual one kills its process: less structure, but
 * hardly anything that can go wrong.
 */
enum SimplerReading {
  PAGE_BY_PAGE("page by page") {
    @Override
    void read(Path file, DocumentDraft draft, Duration budget) throws Exception {
      new PdfPageByPage(file, draft, budget).read();
    }
  },
  PLAIN_TEXT("plain text") {
    @Override
    void read(Path file, DocumentDraft draft, Duration budget) throws Exception {
      MarkupText.read(file, draft.text);
    }
  },
  RUNNING_TEXT("running text") {
    @Override
    void read(Path file, DocumentDraft draft, Duration budget) throws Exception {
      PackageText.read(file, draft);
    }
  };

  private static final Set<String> MARKUP =
      Set.of("text/html", "application/xhtml+xml", "application/xml", "text/xml");

  private final String label;

  SimplerReading(String label) {
    this.label = label;
  }

  /** Its name in receipts. */
  String label() {
    return label;
  }

  static @Nullable SimplerReading of(String mimeType) {
    if (mimeType.equals("application/pdf")) {
      return PAGE_BY_PAGE;
    }
    if (MARKUP.contains(mimeType)) {
      return PLAIN_TEXT;
    }
    return PackageText.isFor(mimeType) ? RUNNING_TEXT : null;
  }

  abstract void read(Path file, DocumentDraft draft, Duration budget) throws Exception;
}
