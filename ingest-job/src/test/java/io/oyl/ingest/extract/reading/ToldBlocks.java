package io.oyl.ingest.extract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.TextSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Files as Tika reads them in this process, each block as a line that shows its kind. */
public final class ToldBlocks {
  private ToldBlocks() {}

  public static List<ExtractedDocument> documents(Path file) throws Exception {
    TikaReader reader = new TikaReader(ExtractSettings.defaults(), null, () -> {});
    Extraction extraction = reader.read(Request.whole(file, Duration.ofMinutes(1)));
    return ((Extraction.Extracted) extraction).documents();
  }

  /** Each block's kind, other than a paragraph of the body, and its text. */
  public static List<String> of(ExtractedDocument document) {
    int[] text = document.text().codePoints().toArray();
    List<String> told = new ArrayList<>();
    for (Block block : document.blocks()) {
      String kind =
          switch (block) {
            case Block.Heading heading -> "h" + heading.level() + " ";
            case Block.Paragraph(TextSpan _, Block.Role role) ->
                role == Block.Role.BODY ? "" : role + " ";
            case Block.ListItem _ -> "item ";
            case Block.Code _ -> "code ";
            case Block.Table table -> "table(" + table.header().length() + ") ";
          };
      told.add(kind + part(text, block.span()));
    }
    return told;
  }

  /** Each block with its kind; nothing visible is left between two of them. */
  public static List<String> parts(ExtractedDocument document) {
    int[] codePoints = document.text().codePoints().toArray();
    List<String> parts = new ArrayList<>();
    int done = 0;
    for (Block block : document.blocks()) {
      assertThat(new String(codePoints, done, block.span().start() - done)).isBlank();
      done = block.span().end();
      String kind = block.getClass().getSimpleName();
      kind += block instanceof Block.Heading heading ? heading.level() : "";
      kind += block instanceof Block.Paragraph paragraph ? " " + paragraph.role() : "";
      parts.add(kind + "|" + part(codePoints, block.span()));
    }
    assertThat(new String(codePoints, done, codePoints.length - done)).isBlank();
    return parts;
  }

  /** The header row of each table. */
  public static List<String> headers(ExtractedDocument document) {
    int[] codePoints = document.text().codePoints().toArray();
    return document.blocks().stream()
        .filter(Block.Table.class::isInstance)
        .map(block -> part(codePoints, ((Block.Table) block).header()))
        .toList();
  }

  private static String part(int[] codePoints, TextSpan span) {
    return new String(codePoints, span.start(), span.length());
  }
}
