package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.ExtractorUnavailableException;
import io.oyl.ingest.extract.reading.Tesseract;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.tika.Tika;
import org.jspecify.annotations.Nullable;

/** Reads files in processes of their own ({@link Forks}), each by a {@link Ladder} of tries. */
public final class ForkedExtractor implements DocumentExtractor {
  /** Raised with every change that makes other text, blocks or metadata out of the same file. */
  private static final int VERSION = 17;

  private final LanguageDetection languages = new LanguageDetection();
  private final ExtractSettings settings;
  private final ExtractCounts counts;
  private final @Nullable Tesseract tesseract;
  private final Forks forks;

  public ForkedExtractor(ExtractSettings settings) {
    this(settings, new ExtractCounts());
  }

  /** Counts what it does. */
  public ForkedExtractor(ExtractSettings settings, ExtractCounts counts) {
    this(settings, counts, WorkerStart.ofThisProgram());
  }

  ForkedExtractor(ExtractSettings settings, ExtractCounts counts, WorkerStart start) {
    this.settings = settings;
    this.counts = counts;
    try {
      tesseract = Tesseract.find(settings.ocr());
      forks = new Forks(settings, counts, tesseract, start);
    } catch (IOException e) {
      throw new ExtractorUnavailableException("No temporary folder for parsing processes", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExtractorUnavailableException("Interrupted while it was set up", e);
    }
  }

  @Override
  public void warmUp() {
    LanguageDetection.model();
  }

  @Override
  public Extraction extract(Path file) throws InterruptedException {
    long bytes;
    try {
      if (!Files.isReadable(file)) {
        return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
      }
      bytes = Files.size(file);
      if (bytes > settings.maxFileBytes()) {
        return new Extraction.Refused(
            Reason.TOO_LARGE,
            "it has "
                + bytes
                + " bytes, more than the "
                + settings.maxFileBytes()
                + " that are read");
      }
    } catch (IOException e) {
      return new Extraction.Refused(Reason.UNREADABLE, "it cannot be opened");
    }
    long begin = System.nanoTime();
    Extraction extraction = new Ladder(forks, settings, languages, file).climb();
    counts.read(bytes, System.nanoTime() - begin);
    return extraction;
  }

  @Override
  public String fingerprint() {
    return "extract "
        + VERSION
        + ", "
        + Tika.getString()
        + ", text "
        + settings.maxTextCharacters()
        + ", embedded "
        + settings.maxEmbedded()
        + " × "
        + settings.maxDepth();
  }

  @Override
  public String limits() {
    return "%s, %d MB heap, %d bytes, %d MB temporary, %d MB unpacked, %s"
        .formatted(
            settings.timeout(),
            settings.heapMegabytes(),
            settings.maxFileBytes(),
            settings.maxTempMegabytes(),
            settings.maxUnpackedMegabytes(),
            tesseract == null
                ? "no character recognition"
                : tesseract.version() + " " + tesseract.settings().languages());
  }

  /** Process ids of the parsing processes that live. */
  public Set<Long> pids() {
    return forks.pids();
  }

  @Override
  public void close() {
    forks.close();
  }
}
