package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.draft.CutCounter;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.Failure;
import io.oyl.ingest.extract.pdf.PdfHandler;
import io.oyl.ingest.source.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/** What became of a file, from what was read of it and from what went wrong. */
final class Outcome {
  /** A package that says what it holds; when it opens as a bare one, it is damaged. */
  private static final Set<String> OFFICE_NAMES =
      Set.of(
          "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods",
          "odp", "epub");

  private static final Set<String> BARE_PACKAGES =
      Set.of("application/zip", "application/x-tika-ooxml");

  /** What POI says of a relationship to a place in the document itself: no part is missing. */
  private static final String LINK = "A part name shall not be empty";

  private final CutCounter.Seen seen;
  private final int maxTextCharacters;
  private final String imagesAndNoText;

  /**
   * Of one file.
   *
   * @param imagesAndNoText what to say where there are only images
   */
  Outcome(CutCounter.Seen seen, int maxTextCharacters, String imagesAndNoText) {
    this.seen = seen;
    this.maxTextCharacters = maxTextCharacters;
    this.imagesAndNoText = imagesAndNoText;
  }

  Extraction of(DocumentDraft root, @Nullable Throwable thrown) {
    tellSwallowed(root);
    if (thrown != null && !Failure.isWriteLimit(thrown)) {
      Failure failure = Failure.of(thrown);
      boolean nothing = !root.hasText();
      if (nothing || failure.reason() == Reason.ENCRYPTED || isBrokenOffice(root)) {
        return new Extraction.Refused(failure.reason(), DocumentDraft.bounded(failure.detail()));
      }
      root.gap(Reason.PARSE_ERROR, "only a part was read: " + failure.detail());
    }
    if (isCut(root)) {
      root.gap(
          Reason.TRUNCATED,
          "the text ends after "
              + maxTextCharacters
              + " characters, the most that is kept of a file; "
              + seen.told(maxTextCharacters));
    }
    if (!root.hasText() || holdsNamesOnly(root)) {
      Extraction.@Nullable Refused refused = withoutText(root);
      if (refused != null) {
        return refused;
      }
    }
    List<ExtractedDocument> documents = new ArrayList<>();
    collect(root, -1, documents);
    return new Extraction.Extracted(documents);
  }

  private Extraction.@Nullable Refused withoutText(DocumentDraft root) {
    String type = root.mimeType();
    for (String key : List.of(Failure.PASSWORD_NEEDED, Failure.CERTIFICATE_NEEDED)) {
      if (!root.gaps.isEmpty() && root.gaps.stream().allMatch(gap -> needs(key, gap))) {
        return new Extraction.Refused(Reason.ENCRYPTED, key);
      }
    }
    if (isUnsupported(root)) {
      return new Extraction.Refused(
          Reason.UNSUPPORTED, "there is no reader for files of type " + type);
    }
    if (isBrokenOffice(root)) {
      return new Extraction.Refused(Reason.CORRUPT, "it is damaged: parts are missing");
    }
    boolean pictures =
        root.images > 0
            || (type.startsWith("image/") && root.metadata.get(DocumentMetadata.OCR_PAGES) == null);
    boolean damaged =
        root.gaps.stream()
            .anyMatch(
                gap ->
                    gap.reason() == Reason.PARSE_ERROR && !gap.detail().contains(PdfHandler.MAYBE));
    if (damaged && !pictures && !type.startsWith("audio/") && !type.startsWith("video/")) {
      return new Extraction.Refused(
          Reason.CORRUPT, DocumentDraft.bounded("it is damaged: " + damage(root.gaps)));
    }
    if (root.gaps.stream().allMatch(gap -> gap.reason() == Reason.PARSE_ERROR)) {
      if (pictures) {
        root.gap(Reason.NEEDS_OCR, imagesAndNoText);
      } else {
        root.gap(
            Reason.NO_TEXT,
            root.gaps.isEmpty()
                ? "it was read to its end and holds no text"
                : "what could be read of it holds no text");
      }
    }
    return null;
  }

  /** A missing end explains whatever else is missing. */
  private static String damage(List<Gap> gaps) {
    return gaps.stream().anyMatch(gap -> gap.detail().equals(FileEnd.MISSING))
        ? "the end of the file is missing, and there is no text in what is left of it"
        : gaps.getFirst().detail();
  }

  /** Of members that cannot be opened, Tika writes the names. */
  private static boolean holdsNamesOnly(DocumentDraft root) {
    return root.mimeType().equals("application/zip")
        && root.children.isEmpty()
        && !root.gaps.isEmpty()
        && root.gaps.stream().allMatch(gap -> needs(Failure.PASSWORD_NEEDED, gap));
  }

  private static boolean needs(String key, Gap gap) {
    return gap.detail().endsWith(": " + key);
  }

  /** An Office document by its name that opens as a bare package only. */
  private static boolean isBrokenOffice(DocumentDraft root) {
    return isOfficeName(root.filename) && BARE_PACKAGES.contains(root.mimeType());
  }

  static boolean isOfficeName(String filename) {
    int dot = filename.lastIndexOf('.');
    return dot >= 0 && OFFICE_NAMES.contains(filename.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  static boolean isUnsupported(DocumentDraft draft) {
    for (String used : draft.metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY)) {
      if (used.endsWith(".EmptyParser")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCut(DocumentDraft draft) {
    return draft.text.isCut() || draft.children.stream().anyMatch(Outcome::isCut);
  }

  /** Tika keeps some failures to itself and tells them in metadata only. */
  static void tellSwallowed(DocumentDraft draft) {
    for (String key : draft.metadata.names()) {
      if (!key.startsWith("X-TIKA:EXCEPTION:")) {
        continue;
      }
      for (String stack : draft.metadata.getValues(key)) {
        if (stack.contains(LINK)) {
          continue;
        }
        boolean password =
            stack.contains("EncryptedDocumentException")
                || stack.contains("Unsupported feature encryption");
        if (key.endsWith("embedded_stream_exception") || key.endsWith("embedded_exception")) {
          draft.gap(
              Reason.CHILD_FAILED,
              "a part inside: " + (password ? Failure.PASSWORD_NEEDED : "it is damaged"));
        } else if (!key.endsWith("write_limit_reached")) {
          String cause = Failure.readable(stack.replaceFirst("^[\\w.$]+: ?", ""));
          draft.gap(
              Reason.PARSE_ERROR,
              "some of it could not be read" + (cause.isEmpty() ? "" : ": " + cause));
        }
      }
    }
  }

  private void collect(DocumentDraft draft, int parent, List<ExtractedDocument> documents) {
    int index = documents.size();
    documents.add(
        new ExtractedDocument(
            parent,
            draft.path,
            draft.filename,
            draft.mimeType(),
            draft.sizeBytes,
            draft.text.text(),
            draft.text.blocks(),
            draft.text.pages(),
            DocumentMetadata.of(draft.metadata, draft.text),
            null,
            draft.gaps));
    for (DocumentDraft child : draft.children) {
      if (child.hasText()) {
        collect(child, index, documents);
      }
    }
  }
}
