package io.oyl.ingest.extract.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.contentstream.operator.OperatorName;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a page and how they look, in the order in which the file paints them. */
final class PdfLooks extends PDFTextStripper {
  /** In the place of a font that cannot be read: its codes tell no characters. */
  private static final PDFont DAMAGED = new PDType1Font(Standard14Fonts.FontName.HELVETICA);

  private final PDDocument pdf;
  private final PdfTags tags;
  private final List<PdfLine.Look> looks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final List<TextPosition> line = new ArrayList<>();
  private final IdentityHashMap<TextPosition, Integer> marked = new IdentityHashMap<>();
  private final IdentityHashMap<TextPosition, Boolean> strong = new IdentityHashMap<>();
  private final IdentityHashMap<PDFont, PdfFont> fonts = new IdentityHashMap<>();
  private final List<Integer> open = new ArrayList<>();
  private final PdfUpright upright = new PdfUpright();
  private @Nullable COSDictionary page;
  private boolean paragraphStarts;
  private boolean incomplete;

  PdfLooks(PDDocument document, PdfTags tags) throws IOException {
    this.pdf = document;
    this.tags = tags;
    setSuppressDuplicateOverlappingText(true);
  }

  /** The looks of a page's lines; page numbers start at 1. */
  List<PdfLine.Look> of(int number) throws IOException {
    looks.clear();
    marked.clear();
    strong.clear();
    fonts.clear();
    open.clear();
    line.clear();
    text.setLength(0);
    incomplete = false;
    setStartPage(number);
    setEndPage(number);
    getText(pdf);
    endLine();
    return List.copyOf(looks);
  }

  /** Whether text of that page was left out, since it is set in a font that cannot be read. */
  boolean isIncomplete() {
    return incomplete;
  }

  @Override
  protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
    try {
      super.processOperator(operator, operands);
    } catch (RuntimeException e) {
      operatorException(operator, operands, new IOException(e));
    }
  }

  @Override
  protected void operatorException(Operator operator, List<COSBase> operands, IOException e)
      throws IOException {
    if (operator.getName().equals(OperatorName.SET_FONT_AND_SIZE)) {
      getGraphicsState().getTextState().setFont(DAMAGED);
    } else {
      super.operatorException(operator, operands, e);
    }
  }

  @Override
  protected void showText(byte[] codes) throws IOException {
    if (DAMAGED.equals(getGraphicsState().getTextState().getFont())) {
      incomplete = true;
    } else {
      super.showText(codes);
    }
  }

  @Override
  protected void startPage(PDPage started) {
    page = started.getCOSObject();
    upright.startPage(started.getCropBox());
  }

  @Override
  public void beginMarkedContentSequence(COSName tag, @Nullable COSDictionary properties) {
    super.beginMarkedContentSequence(tag, properties);
    if (tag.getName().equals("Artifact")) {
      open.add(PdfTags.ARTIFACT);
    } else {
      int id = properties == null ? -1 : properties.getInt(COSName.MCID);
      open.add(id >= 0 && page != null ? tags.of(page, id) : open.isEmpty() ? -1 : open.getLast());
    }
  }

  @Override
  public void endMarkedContentSequence() {
    super.endMarkedContentSequence();
    if (!open.isEmpty()) {
      open.removeLast();
    }
  }

  @Override
  protected void processTextPosition(TextPosition glyph) {
    TextPosition position = upright.of(glyph);
    if (!open.isEmpty() && open.getLast() != -1) {
      marked.put(position, open.getLast());
    }
    RenderingMode mode = getGraphicsState().getTextState().getRenderingMode();
    if (mode == RenderingMode.FILL_STROKE) {
      strong.put(position, true);
    }
    super.processTextPosition(position);
  }

  @Override
  protected void writePage() throws IOException {
    charactersByArticle.replaceAll(upright::arranged);
    super.writePage();
  }

  @Override
  protected void writeString(String part, List<TextPosition> positions) {
    text.append(part);
    line.addAll(positions);
  }

  @Override
  protected void writeWordSeparator() {
    text.append(' ');
  }

  @Override
  protected void writeLineSeparator() {
    endLine();
  }

  @Override
  protected void writeParagraphStart() {
    endLine();
    paragraphStarts = true;
  }

  @Override
  protected void writeParagraphEnd() {
    endLine();
  }

  private void endLine() {
    if (!line.isEmpty() && !text.toString().isBlank()) {
      looks.add(look());
      paragraphStarts = false;
    }
    line.clear();
    text.setLength(0);
  }

  private PdfLine.Look look() {
    Map<Float, Integer> sizes = new HashMap<>();
    Map<String, Integer> names = new HashMap<>();
    Map<Integer, Integer> elements = new HashMap<>();
    int bold = 0;
    int fixed = 0;
    int count = 0;
    float left = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    List<TextPosition> visible = line.stream().filter(PdfLooks::isVisible).toList();
    for (TextPosition position : visible) {
      count++;
      sizes.merge(size(position), 1, Integer::sum);
      PdfFont font = fonts.computeIfAbsent(position.getFont(), PdfFont::of);
      names.merge(font.name(), 1, Integer::sum);
      elements.merge(marked.getOrDefault(position, -1), 1, Integer::sum);
      bold += font.isBold() || strong.containsKey(position) ? 1 : 0;
      fixed += font.isFixedPitch() ? 1 : 0;
      left = Math.min(left, position.getXDirAdj());
      right = Math.max(right, position.getXDirAdj() + position.getWidthDirAdj());
    }
    int element = most(elements, -1);
    boolean fixedPitch = count > 0 && fixed >= 0.8 * count;
    String spaced = fixedPitch ? null : PdfSpacedLetters.joined(text.toString(), visible);
    String read = spaced == null ? text.toString() : spaced;
    PdfCells cells = new PdfCells(spaced == null ? visible : List.of());
    return new PdfLine.Look(
        read,
        PdfFont.withoutSubset(most(names, "")),
        most(sizes, 0f),
        count > 0 && bold >= 0.8 * count,
        fixedPitch,
        left,
        right,
        line.getFirst().getYDirAdj(),
        upright.angle(line.getFirst()),
        paragraphStarts,
        cells.areWideApart(),
        cells.of(read, false),
        cells.of(read, true),
        tags.level(element),
        element,
        element == PdfTags.ARTIFACT);
  }

  private static boolean isVisible(TextPosition glyph) {
    return glyph.getUnicode() != null && !glyph.getUnicode().isBlank();
  }

  private static <T> T most(Map<T, Integer> counts, T none) {
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(none);
  }

  private static float size(TextPosition position) {
    return Math.round(PdfUpright.size(position) * 10) / 10f;
  }
}
