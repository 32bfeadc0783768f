package io.oyl.ingest.extract.pdf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdfparser.BaseParser;
import org.apache.pdfbox.pdfparser.COSParser;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType0;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType2;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType1CFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What PDFBox reads over: of a damaged stream, object or font it tells its log and nobody else, and
 * what is left counts as all. So this listens to its log, on the thread that reads.
 */
final class PdfReports extends AppenderBase<ILoggingEvent> {
  private static final PdfReports LISTENER = new PdfReports();

  private static final List<Damage> KNOWN =
      List.of(
          new Damage("FlateFilter: premature end of stream", "a compressed part of it is damaged"),
          new Damage("Can't dereference", "an object of it cannot be read"),
          new Damage("object stream ", "an object of it cannot be read"),
          new Damage("Invalid dictionary", "an object of it cannot be read"),
          new Damage("Bad dictionary declaration", "an object of it cannot be read"),
          new Damage("Corrupt array element", "an object of it cannot be read"),
          new Damage("Skipped unexpected dir object", "an object of it cannot be read"),
          new Damage("Stop reading invalid", "its content is damaged"),
          new Damage("skipped malformed content stream", "its content is damaged"),
          new Damage("malformed substream of content stream", "its content is damaged"),
          new Damage("Can't read the embedded", "a font of it cannot be read"),
          new Damage("Could not read embedded", "a font of it cannot be read"),
          new Damage("Could not read ToUnicode CMap", "a font of it cannot be read"));

  // of the filter, whose class is not public, its package
  private static final List<String> LOGGERS =
      List.of(
          "org.apache.pdfbox.filter",
          COSObject.class.getName(),
          BaseParser.class.getName(),
          COSParser.class.getName(),
          PDFStreamParser.class.getName(),
          PDPage.class.getName(),
          PDFont.class.getName(),
          PDType1Font.class.getName(),
          PDType1CFont.class.getName(),
          PDTrueTypeFont.class.getName(),
          PDCIDFontType0.class.getName(),
          PDCIDFontType2.class.getName());

  private final ThreadLocal<@Nullable String> first = new ThreadLocal<>();

  private record Damage(String message, String said) {}

  private PdfReports() {}

  /** Begins to listen, if it does not yet, and forgets what was heard on this thread. */
  static void listen() {
    for (String name : LOGGERS) {
      // a new configuration of the log would have removed it
      if (LoggerFactory.getLogger(name) instanceof Logger logger && !logger.isAttached(LISTENER)) {
        LISTENER.setContext(logger.getLoggerContext());
        LISTENER.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(LISTENER);
      }
    }
    LISTENER.first.remove();
  }

  /** The first damage that was met on this thread since the last call, in a few words. */
  static Optional<String> heard() {
    Optional<String> heard = Optional.ofNullable(LISTENER.first.get());
    LISTENER.first.remove();
    return heard;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String message = event.getMessage();
    if (message != null && first.get() == null) {
      KNOWN.stream()
          .filter(damage -> message.startsWith(damage.message))
          .findFirst()
          .ifPresent(damage -> first.set(damage.said));
    }
  }
}
