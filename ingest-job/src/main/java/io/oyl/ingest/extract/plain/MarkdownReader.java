package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Finds the blocks of Markdown (CommonMark with tables). The text itself stays untouched. */
final class MarkdownReader {
  /** Only where blocks begin and end is asked for: what is inside of them is never parsed. */
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(100)
          .inlineParserFactory(_ -> (_, _) -> {})
          .build();

  private final MarkedText marked;
  private int offset;

  private MarkdownReader(String text) {
    this.marked = new MarkedText(text);
  }

  static List<Block> blocks(String text) {
    MarkdownReader reader = new MarkdownReader(text);
    reader.offset = FrontMatter.end(text);
    if (reader.offset > 0) {
      reader.marked.code(0, reader.offset);
    }
    reader.children(PARSER.parse(text.substring(reader.offset)), Block.Role.BODY);
    return reader.marked.blocks();
  }

  private void children(Node parent, Block.Role role) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      read(node, role);
    }
  }

  private void read(Node node, Block.Role role) {
    int start = start(node);
    int end = end(node);
    if (start < 0) {
      return;
    }
    switch (node) {
      case Heading heading -> marked.heading(start, end, heading.getLevel());
      case BulletList list -> children(list, role);
      case OrderedList list -> children(list, role);
      case ListItem item -> item(item, role);
      case BlockQuote quote -> {
        int before = marked.done();
        for (Node child = quote.getFirstChild(); child != null; child = child.getNext()) {
          quoted(child, before < marked.done() ? marked.done() : start);
        }
      }
      case FencedCodeBlock _, IndentedCodeBlock _ -> marked.code(start, end);
      case TableBlock table -> {
        Node head = table.getFirstChild();
        marked.table(start, end, head instanceof TableHead ? end(head) : start);
      }
      default -> marked.paragraph(start, end, role);
    }
  }

  /** The marks before a quoted line belong to it. */
  private void quoted(Node child, int from) {
    boolean leaf = !(child instanceof ListBlock) && !(child instanceof BlockQuote);
    if (leaf && !(child instanceof Heading) && !(child instanceof TableBlock)) {
      if (child instanceof FencedCodeBlock || child instanceof IndentedCodeBlock) {
        marked.code(from, end(child));
      } else {
        marked.paragraph(from, end(child), Block.Role.QUOTE);
      }
    } else {
      read(child, Block.Role.QUOTE);
    }
  }

  /** An item is its mark with its first paragraph; what else it holds are blocks of their own. */
  private void item(ListItem item, Block.Role role) {
    Node first = item.getFirstChild();
    int start = start(item);
    if (first == null) {
      marked.listItem(start, end(item));
    } else if (first instanceof ListBlock) {
      children(item, role);
    } else {
      marked.listItem(start, end(first));
      for (Node node = first.getNext(); node != null; node = node.getNext()) {
        read(node, role);
      }
    }
  }

  private int start(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? -1 : offset + spans.getFirst().getInputIndex();
  }

  private int end(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty()
        ? -1
        : offset + spans.getLast().getInputIndex() + spans.getLast().getLength();
  }
}
