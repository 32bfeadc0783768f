package io.oyl.ingest.extract.reading;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/**
 * Character recognition of one file after the other, within a time that is for it alone. Not for
 * use by several threads, but for {@link #millis}.
 */
final class Recognition {
  private static final int DPI = 300;
  private static final long MOST_PIXELS = 40_000_000;

  private final Tesseract tesseract;
  private volatile long spentMillis;
  private volatile long since;

  Recognition(Tesseract tesseract) {
    this.tesseract = tesseract;
  }

  String engine() {
    return tesseract.version() + " (" + tesseract.settings().languages() + ")";
  }

  /** The next file has all of its time again. */
  void reset() {
    spentMillis = 0;
  }

  /** Spent on the current file so far; of what is being done, no more than a page may take. */
  long millis() {
    long started = since;
    return spentMillis + (started == 0 ? 0 : ofPage(started));
  }

  private long ofPage(long started) {
    return Math.min(
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
        tesseract.settings().pageTimeout().toMillis());
  }

  private interface Work {
    String read() throws IOException, InterruptedException;
  }

  /** The text of a page, null when there was no more time or the program failed. */
  @Nullable String page(PDDocument document, int page) {
    return timed(
        () -> {
          Path image = rendered(document, page);
          try {
            return tesseract.read(image);
          } finally {
            Files.deleteIfExists(image);
          }
        });
  }

  /** The text of an image file, null when there was no more time or the program failed. */
  @Nullable String image(Path file) {
    return timed(
        () -> {
          // A copy in the own folder has a name that no option can be mistaken for.
          Path copy = Files.createTempFile("ocr", ".image");
          try {
            Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return tesseract.read(copy);
          } finally {
            Files.deleteIfExists(copy);
          }
        });
  }

  private @Nullable String timed(Work work) {
    if (spentMillis >= tesseract.settings().fileTimeout().toMillis()) {
      return null;
    }
    long before = spentMillis;
    long started = System.nanoTime();
    since = started;
    try {
      return work.read();
    } catch (IOException | RuntimeException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      spentMillis = before + ofPage(started);
      since = 0;
    }
  }

  private static Path rendered(PDDocument document, int page) throws IOException {
    PDPage shown = document.getPage(page - 1);
    PDRectangle box = shown.getCropBox();
    double pixels = (double) box.getWidth() * box.getHeight() / 72 / 72 * DPI * DPI;
    float dpi = pixels <= MOST_PIXELS ? DPI : (float) (DPI * Math.sqrt(MOST_PIXELS / pixels));
    BufferedImage image =
        new PDFRenderer(document).renderImageWithDPI(page - 1, Math.max(10, dpi), ImageType.GRAY);
    Path file = Files.createTempFile("ocr", ".pgm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Rectangle size = image.getRaster().getBounds();
      out.write(
          ("P5 " + size.width + " " + size.height + " 255\n").getBytes(StandardCharsets.US_ASCII));
      out.write(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    }
    return file;
  }
}
