package io.oyl.ingest.extract.reading;

import java.util.Locale;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a parser says of a document inside before it is read.
 *
 * @param role in the document around, as Tika names it; empty for an attachment or unknown
 * @param type as it is told, empty without
 * @param name empty without
 */
record EmbeddedKind(String role, String type, String name) {
  /** Types of signatures that stand beside what they sign. */
  private static final Set<String> SIGNATURES =
      Set.of(
          "application/pkcs7-signature",
          "application/x-pkcs7-signature",
          "application/pgp-signature");

  static EmbeddedKind of(Metadata metadata) {
    return new EmbeddedKind(
        orEmpty(metadata.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE)),
        orEmpty(metadata.get(Metadata.CONTENT_TYPE)),
        orEmpty(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY)));
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private boolean endsIn(String extension) {
    return name.toLowerCase(Locale.ROOT).endsWith(extension);
  }

  /** Whether it is how the Mac shows a folder. */
  boolean isFolderView() {
    return name.equals(".DS_Store") || name.endsWith("/.DS_Store");
  }

  boolean isSignature() {
    return SIGNATURES.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
  }

  boolean isMaybePdf() {
    return type.equals("application/pdf") || endsIn(".pdf");
  }

  /** Office programs of the Mac put an embedded document into the picture that shows it. */
  boolean isDrawing() {
    return isInline() && endsIn(".emf");
  }

  /** Whether it is shown where it stands, and nothing but an image. */
  boolean isInlineImage() {
    return isInline() && isImage() && !isDrawing();
  }

  private boolean isInline() {
    return role.equals("INLINE");
  }

  boolean isImage() {
    return type.startsWith("image/")
        || name.toLowerCase(Locale.ROOT)
            .matches(".*\\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|pict|webp|jp2|jb2)");
  }

  /** Whether it only shows or describes the document around. */
  boolean isDecoration() {
    return switch (role) {
      case "THUMBNAIL", "FONT", "RENDERING", "METADATA" -> true;
      default -> false;
    };
  }
}
