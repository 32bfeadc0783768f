package io.oyl.ingest.extract.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.jspecify.annotations.Nullable;

/** A PDF that a test draws line by line, from the top of a page down. */
final class DrawnPdf {
  /** One for all tests, for it takes long to make. */
  private static @Nullable TikaReader reader;

  final PDDocument pdf = new PDDocument();

  /** Where the next line stands, from the lower edge. */
  float y;

  PDPageContentStream page() throws Exception {
    PDPage page = new PDPage();
    pdf.addPage(page);
    y = 750;
    return new PDPageContentStream(pdf, page);
  }

  void line(PDPageContentStream page, float size, FontName font, String text) throws Exception {
    put(page, size, font, 50, text);
    y -= 1.2f * size;
  }

  void put(PDPageContentStream page, float size, FontName font, float x, String text)
      throws Exception {
    page.beginText();
    page.setFont(new PDType1Font(font), size);
    page.newLineAtOffset(x, y);
    page.showText(text);
    page.endText();
  }

  ExtractedDocument read(Path folder) throws Exception {
    List<ExtractedDocument> documents = readAll(folder);
    assertThat(documents).hasSize(1);
    return documents.getFirst();
  }

  /** With those inside. */
  List<ExtractedDocument> readAll(Path folder) throws Exception {
    Path file = folder.resolve("a.pdf");
    pdf.save(file.toFile());
    if (reader == null) {
      reader = new TikaReader(ExtractSettings.defaults(), null, () -> {});
    }
    Extraction extraction = reader.read(Request.whole(file, Duration.ofMinutes(1)));
    return ((Extraction.Extracted) extraction).documents();
  }
}
