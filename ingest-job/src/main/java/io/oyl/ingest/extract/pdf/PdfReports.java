package io.oyl.ingest.extract.pdf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
 * what is left counts as all. So this listens to its log, on the thread that reads: to one document
 * at a time, and no longer to the one around while a document inside is read.
 */
public final class PdfReports implements AutoCloseable {
  private static final Appender<ILoggingEvent> LOG = new Log();
  private static final ThreadLocal<@Nullable PdfReports> CURRENT = new ThreadLocal<>();

  private static final String OBJECT = "an object of it cannot be read";
  private static final String CONTENT = "its content is damaged";
  private static final String FONT = "a font cannot be read, which other pages may use too";

  private static final List<Damage> KNOWN =
      List.of(
          new Damage("FlateFilter: premature end of stream", "a compressed part of it is damaged"),
          new Damage("Can't dereference", OBJECT),
          new Damage("object stream ", OBJECT),
          new Damage("Invalid dictionary", OBJECT),
          new Damage("Bad dictionary declaration", OBJECT),
          new Damage("Corrupt array element", OBJECT),
          new Damage("Skipped unexpected dir object", OBJECT),
          new Damage("Stop reading invalid", CONTENT),
          new Damage("skipped malformed content stream", CONTENT),
          new Damage("malformed substream of content stream", CONTENT),
          new Damage("Can't read the embedded", FONT),
          new Damage("Could not read embedded", FONT),
          new Damage("Could not read ToUnicode CMap", FONT));

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

  private final @Nullable PdfReports around;
  private @Nullable String first;

  private record Damage(String message, String said) {}

  private PdfReports(@Nullable PdfReports around) {
    this.around = around;
  }

  /** Listens to what is read on this thread from now on. */
  static PdfReports listen() {
    for (String name : LOGGERS) {
      // a new configuration of the log would have removed it
      if (LoggerFactory.getLogger(name) instanceof Logger logger && !logger.isAttached(LOG)) {
        LOG.setContext(logger.getLoggerContext());
        LOG.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(LOG);
      }
    }
    PdfReports reports = new PdfReports(CURRENT.get());
    CURRENT.set(reports);
    return reports;
  }

  /** Does what reads a document a second time, whose damage is no news. */
  public static <T> T aside(Supplier<T> work) {
    PdfReports current = CURRENT.get();
    CURRENT.remove();
    try {
      return work.get();
    } finally {
      CURRENT.set(current);
    }
  }

  /** The first damage that was met since the last call, in a few words. */
  Optional<String> heard() {
    Optional<String> heard = Optional.ofNullable(first);
    first = null;
    return heard;
  }

  /** Listens to the document around again. */
  @Override
  public void close() {
    CURRENT.set(around);
  }

  private static final class Log extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      PdfReports current = CURRENT.get();
      String message = event.getMessage();
      if (current != null && message != null && current.first == null) {
        KNOWN.stream()
            .filter(damage -> message.startsWith(damage.message))
            .findFirst()
            .ifPresent(damage -> current.first = damage.said);
      }
    }
  }
}
