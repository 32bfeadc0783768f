package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * Reads one file after the other with Tika, in this process. Not safe for use by several threads.
 */
public final class TikaReader {
  private static final MediaType PDF = MediaType.application("pdf");

  private final ExtractSettings settings;
  private final TikaParsers parsers;
  private final @Nullable Recognition recognition;
  private final Runnable moved;
  private volatile @Nullable FileReading reading;
  private String strategy = "";

  /**
   * A reader.
   *
   * @param tesseract null where none is installed
   * @param moved run whenever it enters or leaves a document inside the file: what kills the
   *     process there may leave no time to tell where it was
   */
  public TikaReader(ExtractSettings settings, @Nullable Tesseract tesseract, Runnable moved)
      throws TikaException, IOException, SAXException {
    this.settings = settings;
    this.recognition = tesseract == null ? null : new Recognition(tesseract);
    this.moved = moved;
    this.parsers = new TikaParsers(settings.maxDepth());
  }

  /** How far the file is read. For any thread. */
  public Message.Progress progress(long peakHeapBytes) {
    FileReading now = reading;
    return now == null ? Message.Progress.NONE : now.progress(peakHeapBytes);
  }

  /** The simpler way the last file was read by, empty for the usual one. */
  public String strategy() {
    return strategy;
  }

  /** Reads a file by the simpler way that its type has; null when there is none. */
  public @Nullable Extraction readSimply(Request request) throws IOException {
    Path file = request.file();
    String type = parsers.typeOf(file);
    SimplerReading simpler = SimplerReading.of(type);
    if (simpler == null) {
      return null;
    }
    begin(simpler.label());
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, type);
    return read(
        request,
        metadata,
        (own, root) -> {
          try {
            simpler.read(file, root, request.budget());
            return null;
          } catch (Exception | StackOverflowError e) {
            return e;
          }
        });
  }

  public Extraction read(Request request) {
    begin("");
    Path file = request.file();
    MediaType named = parsers.typeByName(String.valueOf(file.getFileName()));
    try (InputStream probe = Files.newInputStream(file)) {
      if (probe.read() < 0) {
        return new Extraction.Refused(Reason.EMPTY_FILE, "there are no bytes in it");
      }
      Extraction extraction = read(request, new Metadata(), FileReading::whole);
      if (isRefused(extraction)
          && !PDF.equals(named)
          && !Outcome.isOfficeName(String.valueOf(file.getFileName()))
          && parsers.isText(file)) {
        return readAs(MediaType.TEXT_PLAIN, request);
      }
      return named != null && isNotWhatItSays(extraction, named)
          ? readAs(named, request)
          : extraction;
    } catch (IOException e) {
      return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
    }
  }

  private Extraction readAs(MediaType named, Request request) throws IOException {
    Extraction extraction = read(request, TikaParsers.as(named), FileReading::whole);
    return switch (extraction) {
      case Extraction.Extracted extracted
          when extracted.documents().stream().anyMatch(document -> !document.text().isEmpty()) ->
          extraction;
      case Extraction.Refused(Reason reason, String _) when reason == Reason.CORRUPT -> extraction;
      default ->
          new Extraction.Refused(
              Reason.CORRUPT, "it is damaged: it does not hold what its name says");
    };
  }

  private static boolean isRefused(Extraction extraction) {
    return extraction instanceof Extraction.Refused refused
        && (refused.reason() == Reason.CORRUPT || refused.reason() == Reason.UNSUPPORTED);
  }

  /** A damaged start hides the type; the name may still tell it. */
  private boolean isNotWhatItSays(Extraction extraction, MediaType named) {
    return switch (extraction) {
      case Extraction.Refused refused ->
          refused.reason() == Reason.UNSUPPORTED
              && !refused.detail().startsWith(Failure.TOO_OLD)
              && !named.equals(MediaType.OCTET_STREAM)
              && parsers.canRead(named);
      case Extraction.Extracted extracted ->
          named.equals(PDF)
              && extracted.documents().getFirst().mimeType().startsWith("text/")
              && !extracted.documents().getFirst().mimeType().endsWith("html");
    };
  }

  private void begin(String simplerWay) {
    strategy = simplerWay;
    if (recognition != null) {
      recognition.reset();
    }
  }

  private interface Way {
    /** What the parser threw, null when all went well. */
    @Nullable Throwable read(FileReading own, DocumentDraft root);
  }

  private Extraction read(Request request, Metadata metadata, Way way) throws IOException {
    FileReading own = new FileReading(settings, parsers, recognition, moved, request);
    DocumentDraft root = own.root(metadata, Files.size(request.file()));
    reading = own;
    try {
      Throwable thrown = way.read(own, root);
      return own.outcome().of(root, thrown);
    } finally {
      reading = null;
    }
  }
}
