package io.oyl.ingest.extract.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;
import org.jspecify.annotations.Nullable;

/** The headings that a PDF file itself marks: in its structure tree and by its bookmarks. */
final class PdfTags {
  /** Stands for content that is marked as none. */
  static final int ARTIFACT = -2;

  private static final int MAX_NODES = 200_000;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_BOOKMARKS = 20_000;

  private final IdentityHashMap<COSDictionary, Map<Integer, Integer>> elements =
      new IdentityHashMap<>();
  private final List<Integer> levels = new ArrayList<>();
  private final IdentityHashMap<COSDictionary, Map<String, Integer>> bookmarks =
      new IdentityHashMap<>();
  private final Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int bookmarkCount;

  /** What the file marks; a broken tree counts as far as it can be read. */
  static PdfTags of(PDDocument document) {
    PdfTags tags = new PdfTags();
    try {
      PDStructureNode root = document.getDocumentCatalog().getStructureTreeRoot();
      if (root != null) {
        tags.walk(root, null, -1, 0);
      }
    } catch (RuntimeException e) {
      // Marks are a help, not the text.
    }
    try {
      PDOutlineNode outline = document.getDocumentCatalog().getDocumentOutline();
      if (outline != null) {
        tags.bookmarks(document, outline, 1);
      }
    } catch (RuntimeException e) {
      // As above.
    }
    tags.seen.clear();
    return tags;
  }

  boolean hasHeadings() {
    return !levels.isEmpty();
  }

  /** The heading that holds this marked content, -1 for none. */
  int of(COSDictionary page, int markedContent) {
    return elements.getOrDefault(page, Map.of()).getOrDefault(markedContent, -1);
  }

  int level(int element) {
    return element < 0 ? 0 : levels.get(element);
  }

  /** Titles of bookmarks to this page, squeezed, with their levels. */
  Map<String, Integer> bookmarks(PDPage page) {
    return bookmarks.getOrDefault(page.getCOSObject(), Map.of());
  }

  private void walk(PDStructureNode node, @Nullable PDPage page, int heading, int depth) {
    if (depth > MAX_DEPTH || seen.size() > MAX_NODES || !seen.add(node.getCOSObject())) {
      return;
    }
    int inside = heading;
    PDPage on = page;
    if (node instanceof PDStructureElement element) {
      int level = headingLevel(element.getStandardStructureType());
      if (level > 0) {
        inside = levels.size();
        levels.add(level);
      }
      on = element.getPage() == null ? page : element.getPage();
    }
    for (Object kid : node.getKids()) {
      switch (kid) {
        case PDStructureNode child -> walk(child, on, inside, depth + 1);
        case Integer id -> mark(on, id, inside);
        case PDMarkedContentReference reference ->
            mark(
                reference.getPage() == null ? on : reference.getPage(),
                reference.getMCID(),
                inside);
        default -> {}
      }
    }
  }

  private void mark(@Nullable PDPage page, int id, int heading) {
    if (page != null && heading >= 0) {
      elements.computeIfAbsent(page.getCOSObject(), _ -> new HashMap<>()).put(id, heading);
    }
  }

  private static int headingLevel(@Nullable String type) {
    if (type == null) {
      return 0;
    }
    return switch (type) {
      case "H", "Title", "H1" -> 1;
      case "H2" -> 2;
      case "H3" -> 3;
      case "H4" -> 4;
      case "H5" -> 5;
      case "H6" -> 6;
      default -> 0;
    };
  }

  private void bookmarks(PDDocument document, PDOutlineNode parent, int level) {
    if (level > MAX_DEPTH) {
      return;
    }
    for (PDOutlineItem item : parent.children()) {
      if (bookmarkCount++ > MAX_BOOKMARKS || !seen.add(item.getCOSObject())) {
        return;
      }
      try {
        PDPage page = item.findDestinationPage(document);
        String title = item.getTitle();
        if (page != null && title != null && !title.isBlank()) {
          bookmarks
              .computeIfAbsent(page.getCOSObject(), _ -> new HashMap<>())
              .putIfAbsent(PdfLine.squeezed(title), Math.min(level, 6));
        }
      } catch (IOException | RuntimeException e) {
        continue;
      }
      bookmarks(document, item, level + 1);
    }
  }
}
