package io.oyl.ingest.chunk;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Builds documents for tests block by block. */
final class Documents {
  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final List<Integer> pages = new ArrayList<>();
  private final Map<String, List<String>> metadata = new HashMap<>();
  private String mimeType = "text/plain";

  Documents heading(int level, String title) {
    return block(title, span -> new Block.Heading(span, level));
  }

  Documents paragraph(String paragraph) {
    return block(paragraph, Block.Paragraph::new);
  }

  Documents code(String code) {
    return block(code, Block.Code::new);
  }

  Documents table(String rows) {
    return block(rows, span -> new Block.Table(span, new TextSpan(span.start(), span.start())));
  }

  Documents table(String header, String rows) {
    return block(
        header + rows,
        span ->
            new Block.Table(
                span, new TextSpan(span.start(), span.start() + header.strip().length())));
  }

  Documents tableUnder(TextSpan header, String rows) {
    return block(rows, span -> new Block.Table(span, header));
  }

  Documents listItem(String item) {
    return block(item, Block.ListItem::new);
  }

  Documents furniture(String frame) {
    return block(frame, span -> new Block.Paragraph(span, Block.Role.FURNITURE));
  }

  Documents metadata(String name, String value) {
    metadata.put(name, List.of(value));
    return this;
  }

  Documents page() {
    pages.add(length());
    return this;
  }

  Documents mimeType(String type) {
    mimeType = type;
    return this;
  }

  Documents outside(String loose) {
    text.append(loose).append("\n\n");
    return this;
  }

  ExtractedDocument build() {
    PageMap map = PageMap.of(pages.stream().mapToInt(Integer::intValue).toArray());
    return new ExtractedDocument(
        -1, "", "test", mimeType, -1, text.toString(), blocks, map, metadata, null, List.of());
  }

  static ExtractedDocument unstructured(String text) {
    return document("text/plain", text, List.of(), PageMap.NONE);
  }

  static ExtractedDocument document(
      String mimeType, String text, List<Block> blocks, PageMap pages) {
    return new ExtractedDocument(
        -1, "", "test", mimeType, -1, text, blocks, pages, Map.of(), null, List.of());
  }

  private Documents block(String content, Function<TextSpan, Block> block) {
    int start = length();
    text.append(content);
    blocks.add(block.apply(new TextSpan(start, length())));
    text.append("\n\n");
    return this;
  }

  private int length() {
    return text.codePointCount(0, text.length());
  }
}
