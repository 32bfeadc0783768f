package io.oyl.ingest.chunk;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame of a web page, which is neither chunked nor tagged unless asked for. It stays in the
 * document's text. A page that is nothing but frame is taken as it is.
 */
final class Furniture {
  private Furniture() {}

  /** Spans that are left out, in code points, in order; only white space between two that touch. */
  static List<TextSpan> of(ExtractedDocument document) {
    List<TextSpan> spans = new ArrayList<>();
    boolean anythingElse = false;
    for (Block block : document.blocks()) {
      if (isFurniture(block)) {
        spans.add(block.span());
      } else {
        anythingElse |= block.span().length() > 0;
      }
    }
    return anythingElse ? List.copyOf(spans) : List.of();
  }

  static boolean isFurniture(Block block) {
    return block instanceof Block.Paragraph paragraph && paragraph.role() == Block.Role.FURNITURE;
  }
}
