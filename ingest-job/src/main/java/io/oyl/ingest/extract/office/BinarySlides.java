package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.TableGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.poi.hslf.usermodel.HSLFShape;
import org.apache.poi.hslf.usermodel.HSLFSlide;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hslf.usermodel.HSLFTable;
import org.apache.poi.hslf.usermodel.HSLFTableCell;
import org.apache.poi.hslf.usermodel.HSLFTextParagraph;
import org.apache.poi.hslf.usermodel.HSLFTextShape;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.sl.usermodel.TextShape.TextPlaceholder;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/** The slides of a presentation before 2007, which its parser gives in the order of the show. */
public final class BinarySlides implements Slides {
  private static final Set<Placeholder> TITLES =
      Set.of(Placeholder.TITLE, Placeholder.CENTERED_TITLE, Placeholder.VERTICAL_TEXT_TITLE);

  private final TikaInputStream stream;
  private @Nullable Iterator<HSLFSlide> slides;
  private int number;

  /** The container is known, and opened a second time, only when the first slide comes. */
  public BinarySlides(TikaInputStream stream) {
    this.stream = stream;
  }

  @Override
  public @Nullable Slide next() {
    try {
      Iterator<HSLFSlide> left = slides;
      if (left == null) {
        left = read();
        slides = left;
      }
      number++;
      return left.hasNext() ? slide(left.next()) : null;
    } catch (IOException | RuntimeException e) {
      slides = List.<HSLFSlide>of().iterator();
      return null;
    }
  }

  private Iterator<HSLFSlide> read() throws IOException {
    DirectoryNode presentation =
        switch (stream.getOpenContainer()) {
          case POIFSFileSystem files -> files.getRoot();
          case DirectoryNode node -> node;
          case null, default -> null;
        };
    // not closed: that would close the container, from which the parser still reads
    return presentation == null
        ? List.<HSLFSlide>of().iterator()
        : new HSLFSlideShow(presentation).getSlides().iterator();
  }

  private Slide slide(HSLFSlide read) {
    Slide slide = new Slide(number, title(read));
    for (HSLFShape shape : read.getShapes()) {
      if (shape instanceof HSLFTable table) {
        for (int row = 0; row < table.getNumberOfRows(); row++) {
          List<TableGrid.Cell> cells = cells(table, row);
          if (!texts(cells).isEmpty()) {
            slide.addRow(found -> texts(found).equals(texts(cells)) ? cells : List.of());
          }
        }
      }
    }
    return slide;
  }

  private static List<TableGrid.Cell> cells(HSLFTable table, int row) {
    List<TableGrid.Cell> cells = new ArrayList<>();
    for (int column = 0; column < table.getNumberOfColumns(); column++) {
      HSLFTableCell cell = table.getCell(row, column);
      if (cell != null) {
        cells.add(new TableGrid.Cell(cell.getText(), cell.getGridSpan(), cell.getRowSpan(), false));
      }
    }
    return cells;
  }

  /** Tika leaves out cells without text, and with them their columns. */
  private static List<String> texts(List<TableGrid.Cell> cells) {
    return cells.stream()
        .map(cell -> Slide.squeezed(cell.text()))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> title(HSLFSlide slide) {
    List<String> paragraphs = new ArrayList<>();
    for (HSLFShape shape : slide.getShapes()) {
      if (shape instanceof HSLFTextShape text && isTitle(text)) {
        for (HSLFTextParagraph paragraph : text.getTextParagraphs()) {
          String words =
              HSLFTextParagraph.toExternalString(
                  HSLFTextParagraph.getRawText(List.of(paragraph)), paragraph.getRunType());
          if (!words.isBlank()) {
            paragraphs.add(words);
          }
        }
      }
    }
    return paragraphs;
  }

  private static boolean isTitle(HSLFTextShape shape) {
    Placeholder placeholder = shape.getPlaceholder();
    List<HSLFTextParagraph> paragraphs = shape.getTextParagraphs();
    int type = paragraphs.isEmpty() ? -1 : paragraphs.getFirst().getRunType();
    return (placeholder != null && TITLES.contains(placeholder))
        || type == TextPlaceholder.TITLE.nativeId
        || type == TextPlaceholder.CENTER_TITLE.nativeId;
  }
}
