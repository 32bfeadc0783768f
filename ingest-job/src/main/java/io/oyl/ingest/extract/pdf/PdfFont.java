package io.oyl.ingest.extract.pdf;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;

/** How a font looks, by what its descriptor says or its name. */
record PdfFont(String name, boolean isBold, boolean isFixedPitch) {
  private static final Pattern BOLD =
      Pattern.compile("bold|black|heavy|demi|[-,]bd|-medi$|\\b(?:cm|sf|ec|ecs|lm)b(?:x|sr|\\d)");

  private static final Pattern FIXED =
      Pattern.compile("courier|mono|consol|typewriter|cmtt|letter ?gothic");

  private static final Pattern SUBSET = Pattern.compile("^[A-Z]{6}\\+");
  private static final int SEMI_BOLD = 600;

  static PdfFont of(PDFont font) {
    String name = String.valueOf(font.getName());
    String lower = name.toLowerCase(Locale.ROOT);
    PDFontDescriptor descriptor = font.getFontDescriptor();
    return new PdfFont(
        name,
        BOLD.matcher(lower).find()
            || (descriptor != null
                && (descriptor.isForceBold() || descriptor.getFontWeight() >= SEMI_BOLD)),
        FIXED.matcher(lower).find() || (descriptor != null && descriptor.isFixedPitch()));
  }

  /** A font's name without the mark of a subset. */
  static String withoutSubset(String name) {
    return SUBSET.matcher(name).replaceFirst("");
  }
}
