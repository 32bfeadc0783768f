package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Takes what a parser finds inside a document. */
final class EmbeddedDocuments implements EmbeddedDocumentExtractor, AutoCloseable {
  private static final int MOST_PICTURES = 1_000;

  private static final Set<String> CARRIERS =
      Set.of(
          "application/zip",
          "application/x-tar",
          "application/gzip",
          "application/x-gtar",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/x-bzip2",
          "application/x-xz",
          "application/x-cpio",
          "application/x-archive",
          "application/zstd",
          "application/mbox",
          "application/vnd.ms-outlook-pst");

  private final FileReading file;
  private final DocumentDraft holder;
  private final List<Path> pictures = new ArrayList<>();
  private final EmbeddedNames names = new EmbeddedNames();
  private int left;
  private int late;

  EmbeddedDocuments(FileReading file, DocumentDraft holder) {
    this.file = file;
    this.holder = holder;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    EmbeddedNames.decode(metadata);
    EmbeddedKind kind = EmbeddedKind.of(metadata);
    if (kind.isFolderView() || kind.isSignature() || kind.isDecoration()) {
      return false;
    }
    if (kind.isInlineImage()) {
      holder.images++;
      return file.pictures().canRecognize()
          && holder.text.isEmpty()
          && pictures.size() < MOST_PICTURES;
    }
    return true;
  }

  private void keep(InputStream picture) throws IOException {
    Path copy = Files.createTempFile("ocr", ".picture");
    pictures.add(copy);
    try (OutputStream out = Files.newOutputStream(copy)) {
      file.unpacked().measured(picture).transferTo(out);
    }
  }

  /** Images of the document that were kept, as long as it had no text. */
  List<Path> pictures() {
    return pictures;
  }

  @Override
  public void close() throws IOException {
    for (Path picture : pictures) {
      Files.deleteIfExists(picture);
    }
  }

  @Override
  public void parseEmbedded(
      InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
      throws SAXException, IOException {
    EmbeddedKind kind = EmbeddedKind.of(metadata);
    if (kind.isInlineImage()) {
      keep(stream);
      return;
    }
    if (file.isStopped()) {
      left++;
      return;
    }
    String name = names.next(metadata);
    if (file.isFull() || late > 0) {
      left++;
      return;
    }
    if (file.isLate()) {
      late++;
      return;
    }
    int maxDepth = file.settings().maxDepth();
    if (holder.depth() >= maxDepth) {
      holder.gap(Reason.TRUNCATED, name + ": it is nested deeper than " + maxDepth);
      return;
    }
    file.countEmbedded();
    String path = holder.path.isEmpty() ? name : holder.path + "/" + name;
    String why = file.without().get(EmbeddedNames.limited(path));
    if (why != null) {
      holder.gap(Reason.CHILD_FAILED, name + ": " + why);
      return;
    }
    DocumentDraft draft =
        new DocumentDraft(
            holder,
            EmbeddedNames.limited(path),
            EmbeddedNames.limited(name.substring(name.lastIndexOf('/') + 1)),
            metadata,
            file.assembly());
    draft.isPicture = kind.isDrawing();
    holder.children.add(draft);
    settle(draft, name, read(stream, kind, draft));
  }

  /** What the parser threw, null when all went well. */
  private @Nullable Throwable read(InputStream stream, EmbeddedKind kind, DocumentDraft draft)
      throws IOException {
    try (TemporaryResources temporary = new TemporaryResources()) {
      TikaInputStream copy =
          TikaInputStream.get(
              file.unpacked().measured(CloseShieldInputStream.wrap(stream)),
              temporary,
              draft.metadata);
      if (stream instanceof TikaInputStream tika && tika.getOpenContainer() != null) {
        copy.setOpenContainer(tika.getOpenContainer());
      }
      if (kind.isMaybePdf() || (file.pictures().canRecognize() && kind.isImage())) {
        copy.getPath();
      }
      Throwable thrown = file.parse(copy, draft);
      if (thrown == null) {
        file.pictures().recognize(draft, copy.hasFile() ? copy.getPath() : null);
      }
      draft.sizeBytes = copy.hasLength() ? copy.getLength() : -1;
      return thrown;
    }
  }

  /** Says how many documents a limit has left out. */
  void tellLeftOut() {
    if (late > 0) {
      holder.gap(
          Reason.TRUNCATED, counted(late + left) + " left out: there was no more time for them");
    } else if (left > 0) {
      holder.gap(
          Reason.TRUNCATED,
          counted(left)
              + " left out: "
              + (file.isStopped()
                  ? "a limit of the whole file was reached"
                  : file.settings().maxEmbedded() + " are the most that are read of a file"));
    }
  }

  private static String counted(int documents) {
    return documents == 1 ? "1 document inside was" : documents + " documents inside were";
  }

  /** Keeps what was read; of what was not, the document around tells. */
  private void settle(DocumentDraft draft, String name, @Nullable Throwable thrown)
      throws SAXException {
    Outcome.tellSwallowed(draft);
    stopAtLimits(draft, name, thrown);
    if (draft.mimeType().equals("multipart/appledouble")) {
      // What the Mac keeps of a file beside its bytes.
      holder.children.remove(draft);
    } else if (thrown != null) {
      failed(draft, name, Failure.of(thrown));
    } else if (!draft.hasText()) {
      foundNoText(draft, name);
    }
  }

  private void stopAtLimits(DocumentDraft draft, String name, @Nullable Throwable thrown)
      throws WriteLimitReachedException {
    if (thrown != null && Failure.isWriteLimit(thrown)) {
      draft.gap(Reason.TRUNCATED, "the text ends where the limit of the whole file was reached");
    } else if (file.unpacked().isSpent()) {
      holder.gap(
          Reason.TRUNCATED,
          name
              + ": reading ended here, where "
              + file.settings().maxUnpackedMegabytes()
              + " MB were unpacked, the most of a file");
    } else {
      return;
    }
    file.stop();
    throw new WriteLimitReachedException(file.settings().maxTextCharacters());
  }

  private void failed(DocumentDraft draft, String name, Failure failure) {
    if (failure.reason() == Reason.EMPTY_FILE) {
      holder.children.remove(draft);
    } else if (draft.mimeType().startsWith("image/")) {
      holder.images++;
      holder.children.remove(draft);
    } else if (draft.hasText()) {
      draft.gap(Reason.PARSE_ERROR, "only a part was read: " + failure.detail());
    } else {
      holder.gap(Reason.CHILD_FAILED, name + ": " + failure.detail());
      holder.children.remove(draft);
    }
  }

  private void foundNoText(DocumentDraft draft, String name) {
    if (draft.mimeType().startsWith("image/")) {
      holder.images++;
    }
    if (Outcome.isUnsupported(draft) && isCarrier(holder.mimeType())) {
      holder.gap(
          Reason.CHILD_FAILED, name + ": there is no reader for files of type " + draft.mimeType());
    }
    if (draft.images > 0 && draft.gaps.isEmpty() && isCarrier(holder.mimeType())) {
      draft.gap(Reason.NEEDS_OCR, file.pictures().imagesAndNoText());
    }
    for (Gap gap : draft.gaps) {
      boolean same = gap.reason() == Reason.TRUNCATED || gap.reason() == Reason.NEEDS_OCR;
      holder.gap(same ? gap.reason() : Reason.CHILD_FAILED, name + ": " + gap.detail());
    }
    holder.children.remove(draft);
  }

  /** Archives and mail carry files of all kinds; what office files embed is mostly decoration. */
  private boolean isCarrier(String type) {
    return type.startsWith("message/")
        || type.equals("application/vnd.ms-outlook")
        || CARRIERS.contains(type);
  }
}
