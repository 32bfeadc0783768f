package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.TextBudget;
import io.oyl.ingest.extract.draft.UnpackedBudget;
import io.oyl.ingest.extract.office.PackageChecksums;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** The reading of one file, with the limits that all documents inside it share. */
final class FileReading {
  private final ExtractSettings settings;
  private final TikaParsers parsers;
  private final PictureReading pictures;
  private final Runnable moved;
  private final Request request;
  private final TextBudget budget;
  private final CutCounter.Seen seen;
  private final UnpackedBudget unpacked;
  private final PackageChecksums checksums = new PackageChecksums(this::isLate);
  private final long patience;
  private volatile @Nullable DocumentDraft current;
  private int embedded;
  private boolean stopped;

  FileReading(
      ExtractSettings settings,
      TikaParsers parsers,
      @Nullable Recognition recognition,
      Runnable moved,
      Request request) {
    this.settings = settings;
    this.parsers = parsers;
    this.pictures = new PictureReading(recognition);
    this.moved = moved;
    this.request = request;
    budget = new TextBudget(settings.maxTextCharacters());
    seen = new CutCounter.Seen(settings.maxTextCharacters());
    unpacked = new UnpackedBudget(settings.maxUnpackedMegabytes());
    patience =
        System.nanoTime()
            + (request.patient() ? request.budget().toNanos() / 4 * 3 : Long.MAX_VALUE / 2);
  }

  /** How far it is. For any thread. */
  Message.Progress progress(long peakHeapBytes) {
    DocumentDraft draft = current;
    return new Message.Progress(
        draft == null ? "" : draft.path,
        draft == null ? 0 : draft.text.pageReached(),
        settings.maxTextCharacters() - budget.left(),
        peakHeapBytes,
        pictures.millis());
  }

  Outcome outcome() {
    return new Outcome(seen, settings.maxTextCharacters(), pictures.imagesAndNoText());
  }

  ExtractSettings settings() {
    return settings;
  }

  /** Paths of documents inside to leave out, each with the reason. */
  Map<String, String> without() {
    return request.without();
  }

  UnpackedBudget unpacked() {
    return unpacked;
  }

  PackageChecksums checksums() {
    return checksums;
  }

  TextAssembly assembly() {
    return new TextAssembly(budget);
  }

  PictureReading pictures() {
    return pictures;
  }

  void countEmbedded() {
    embedded++;
  }

  /** As many documents inside are read as may be. */
  boolean isFull() {
    return embedded >= settings.maxEmbedded();
  }

  /** What is left of the time is needed for the answer. */
  boolean isLate() {
    return System.nanoTime() - patience > 0;
  }

  /** A limit of the whole file is reached. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** The draft of the file itself. */
  DocumentDraft root(Metadata metadata, long bytes) {
    String filename = String.valueOf(request.file().getFileName());
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, filename);
    DocumentDraft root = new DocumentDraft(null, "", filename, metadata, assembly());
    root.sizeBytes = bytes;
    current = root;
    return root;
  }

  /** Reads the file with all that is in it; what the parser threw, null when all went well. */
  @Nullable Throwable whole(DocumentDraft root) {
    Path file = request.file();
    Throwable thrown;
    try (TikaInputStream stream = TikaInputStream.get(file, root.metadata)) {
      thrown = parse(stream, root);
      pictures.recognize(root, file);
    } catch (IOException e) {
      thrown = e;
    }
    if (thrown == null && !root.hasText() && root.mimeType().equals("message/rfc822")) {
      thrown = mail(file, root);
    }
    describe(file, root);
    tellDamage(file, root);
    return thrown;
  }

  /** Tells of damage that parsers read over. */
  private void tellDamage(Path file, DocumentDraft root) {
    String type = root.mimeType();
    if (FileEnd.isMissing(file, type)) {
      root.gap(Reason.PARSE_ERROR, FileEnd.MISSING);
    }
    try {
      if (TikaParsers.isTextThroughout(type)) {
        ZeroBytes.in(file, type).ifPresent(missing -> root.gap(Reason.PARSE_ERROR, missing));
      }
      if (!root.hasText()) {
        MainStream.missing(file, type)
            .ifPresent(name -> root.gap(Reason.PARSE_ERROR, "its part '" + name + "' is missing"));
      }
    } catch (IOException | RuntimeException e) {
      // A file that cannot be read any more was not read by its parser either, which tells.
    }
  }

  /** Reads a document into its draft; what the parser threw, null when all went well. */
  @Nullable Throwable parse(TikaInputStream stream, DocumentDraft draft) {
    DocumentDraft outer = current;
    enter(draft);
    try {
      return new DocumentReading(this, parsers, seen, draft).read(stream);
    } finally {
      enter(outer);
    }
  }

  private void enter(@Nullable DocumentDraft draft) {
    boolean elsewhere = draft != current;
    current = draft;
    if (elsewhere) {
      moved.run();
    }
  }

  /** Reads once more what seems to be an empty mail, for how it was stored. */
  private @Nullable Throwable mail(Path file, DocumentDraft root) {
    try {
      Path utf8 = StoredMail.inUtf8(file);
      if (utf8 == null) {
        StoredMail.readBody(file, root);
        return null;
      }
      try (TikaInputStream stream = TikaInputStream.get(utf8, root.metadata)) {
        return parse(stream, root);
      } finally {
        Files.deleteIfExists(utf8);
      }
    } catch (IOException | SAXException e) {
      return e;
    }
  }

  /** What is known of the file besides what its parser says. */
  private void describe(Path file, DocumentDraft root) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 16];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
      root.metadata.set(
          DocumentMetadata.CONTENT_HASH, "sha256:" + HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      root.metadata.remove(DocumentMetadata.CONTENT_HASH);
    }
    MediaType named = parsers.otherTypeByName(root.filename, root.mimeType());
    if (named != null) {
      root.metadata.set(DocumentMetadata.TYPE_BY_NAME, named.toString());
    }
  }
}
