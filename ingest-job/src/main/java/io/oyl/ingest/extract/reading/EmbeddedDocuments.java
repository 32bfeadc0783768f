package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
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

  /** Types of signatures that stand beside what they sign. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "application/pkcs7-signature",
          "application/x-pkcs7-signature",
          "application/pgp-signature");

  private final FileReading file;
  private final DocumentDraft holder;
  private final List<Path> pictures = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private int left;
  private int late;

  EmbeddedDocuments(FileReading file, DocumentDraft holder) {
    this.file = file;
    this.holder = holder;
  }

  @Override
  public boolean shouldParseEmbedded(Metadata metadata) {
    String type = metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    String kind = type == null ? "" : type;
    if (isFolderView(metadata) || isSignature(metadata)) {
      return false;
    }
    if (isDrawing(metadata)) {
      return true;
    }
    if (kind.equals("INLINE") && isImage(metadata)) {
      holder.images++;
      return file.pictures().canRecognize()
          && holder.text.isEmpty()
          && pictures.size() < MOST_PICTURES;
    }
    return switch (kind) {
      case "THUMBNAIL", "FONT", "RENDERING", "METADATA" -> false;
      default -> true;
    };
  }

  /** How the Mac shows a folder. */
  private static boolean isFolderView(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return name != null && (name.equals(".DS_Store") || name.endsWith("/.DS_Store"));
  }

  private static boolean isSignature(Metadata metadata) {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    return type != null
        && SIGNATURES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  private boolean isMaybePdf(Metadata metadata) {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return (type != null && type.equals("application/pdf"))
        || (name != null && name.toLowerCase(Locale.ROOT).endsWith(".pdf"));
  }

  private static boolean isInline(Metadata metadata) {
    return "INLINE".equals(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE));
  }

  /** Office programs of the Mac put an embedded document into the picture that shows it. */
  private static boolean isDrawing(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return isInline(metadata) && name != null && name.toLowerCase(Locale.ROOT).endsWith(".emf");
  }

  private boolean isImage(Metadata metadata) {
    String type = metadata.get(Metadata.CONTENT_TYPE);
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return (type != null && type.startsWith("image/"))
        || (name != null
            && name.toLowerCase(Locale.ROOT)
                .matches(".*\\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|pict|webp|jp2|jb2)"));
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
    if (isInline(metadata) && isImage(metadata) && !isDrawing(metadata)) {
      keep(stream);
      return;
    }
    if (file.isStopped()) {
      left++;
      return;
    }
    decodeName(metadata);
    String name = unique(name(metadata));
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
    String why = file.without().get(limited(path));
    if (why != null) {
      holder.gap(Reason.CHILD_FAILED, name + ": " + why);
      return;
    }
    DocumentDraft draft =
        new DocumentDraft(
            holder,
            limited(path),
            limited(name.substring(name.lastIndexOf('/') + 1)),
            metadata,
            file.assembly());
    draft.isPicture = isDrawing(metadata);
    holder.children.add(draft);
    Throwable thrown;
    try (TemporaryResources temporary = new TemporaryResources()) {
      TikaInputStream copy =
          TikaInputStream.get(
              file.unpacked().measured(CloseShieldInputStream.wrap(stream)), temporary, metadata);
      if (stream instanceof TikaInputStream tika && tika.getOpenContainer() != null) {
        copy.setOpenContainer(tika.getOpenContainer());
      }
      if (isMaybePdf(metadata) || (file.pictures().canRecognize() && isImage(metadata))) {
        copy.getPath();
      }
      thrown = file.parse(copy, draft);
      if (thrown == null) {
        file.pictures().recognize(draft, copy.hasFile() ? copy.getPath() : null);
      }
      draft.sizeBytes = copy.hasLength() ? copy.getLength() : -1;
    }
    settle(draft, name, thrown);
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

  private void settle(DocumentDraft draft, String name, @Nullable Throwable thrown)
      throws SAXException {
    Outcome.tellSwallowed(draft);
    if (thrown != null && Failure.isWriteLimit(thrown)) {
      file.stop();
      draft.gap(Reason.TRUNCATED, "the text ends where the limit of the whole file was reached");
      throw new WriteLimitReachedException(file.settings().maxTextCharacters());
    }
    if (file.unpacked().isSpent()) {
      file.stop();
      holder.gap(
          Reason.TRUNCATED,
          name
              + ": reading ended here, where "
              + file.settings().maxUnpackedMegabytes()
              + " MB were unpacked, the most of a file");
      throw new WriteLimitReachedException(file.settings().maxTextCharacters());
    }
    if (draft.mimeType().equals("multipart/appledouble")) {
      // What the Mac keeps of a file beside its bytes.
      holder.children.remove(draft);
    } else if (thrown != null) {
      Failure failure = Failure.of(thrown);
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
    } else if (!draft.hasText()) {
      if (draft.mimeType().startsWith("image/")) {
        holder.images++;
      }
      if (Outcome.isUnsupported(draft) && isCarrier(holder.mimeType())) {
        holder.gap(
            Reason.CHILD_FAILED,
            name + ": there is no reader for files of type " + draft.mimeType());
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
  }

  /** Archives and mail carry files of all kinds; what office files embed is mostly decoration. */
  private boolean isCarrier(String type) {
    return type.startsWith("message/")
        || type.equals("application/vnd.ms-outlook")
        || CARRIERS.contains(type);
  }

  /** Names of files in mails come in the letters of a header (RFC 2047). */
  private static void decodeName(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    if (name != null && name.startsWith("=?") && name.endsWith("?=")) {
      metadata.set(
          TikaCoreProperties.RESOURCE_NAME_KEY,
          DecoderUtil.decodeEncodedWords(name, DecodeMonitor.SILENT));
    }
  }

  private String name(Metadata metadata) {
    String name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    if (name == null || name.isBlank()) {
      name = metadata.get(TikaCoreProperties.EMBEDDED_RELATIONSHIP_ID);
    }
    if (name == null || name.isBlank()) {
      name = "part";
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.replace('\\', '/').split("/", -1)) {
      String clean = WhiteSpace.collapse(StorableText.of(part).replaceAll("\\p{Cntrl}", " "));
      if (!clean.isEmpty() && !clean.equals(".") && !clean.equals("..")) {
        parts.add(clean);
      }
    }
    return parts.isEmpty() ? "part" : String.join("/", parts);
  }

  private String unique(String name) {
    String unique = limited(name);
    while (!taken.add(unique)) {
      unique = limited(name) + " (" + names.merge(name, 1, Integer::sum) + ")";
    }
    return unique;
  }

  /** Long names keep their end, where the extension is. */
  private String limited(String name) {
    int length = name.codePointCount(0, name.length());
    return length <= 1_000 ? name : "…" + name.substring(name.offsetByCodePoints(0, length - 999));
  }
}
