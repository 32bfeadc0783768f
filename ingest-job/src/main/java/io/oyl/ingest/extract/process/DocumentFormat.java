package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.process.WireFormat.MalformedAnswerException;
import io.oyl.ingest.extract.reading.DocumentMetadata;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document in the {@link WireFormat} of its answer. */
final class DocumentFormat {
  private static final int MAX_PAGES = 10_000_000;

  private DocumentFormat() {}

  static void write(DataOutputStream out, ExtractedDocument document) throws IOException {
    out.writeInt(document.parent());
    WireFormat.writeString(out, document.embeddedPath());
    WireFormat.writeString(out, document.filename());
    WireFormat.writeString(out, document.mimeType());
    out.writeLong(document.sizeBytes());
    WireFormat.writeString(out, document.text());
    out.writeInt(document.blocks().size());
    for (Block block : document.blocks()) {
      switch (block) {
        case Block.Heading heading -> {
          out.writeByte(heading.level());
          writeSpan(out, heading.title());
        }
        case Block.Paragraph paragraph -> {
          out.writeByte('p');
          WireFormat.writeString(out, paragraph.role().name());
        }
        case Block.ListItem _ -> out.writeByte('l');
        case Block.Code _ -> out.writeByte('c');
        case Block.Table table -> {
          out.writeByte('t');
          writeSpan(out, table.header());
        }
      }
      writeSpan(out, block.span());
    }
    out.writeInt(document.pages().count());
    for (int page = 1; page <= document.pages().count(); page++) {
      out.writeInt(document.pages().start(page));
    }
    out.writeInt(document.metadata().size());
    for (Map.Entry<String, List<String>> entry : document.metadata().entrySet()) {
      WireFormat.writeString(out, entry.getKey());
      out.writeInt(entry.getValue().size());
      for (String value : entry.getValue()) {
        WireFormat.writeString(out, value);
      }
    }
    out.writeInt(document.gaps().size());
    for (Gap gap : document.gaps()) {
      WireFormat.writeString(out, gap.reason().name());
      WireFormat.writeString(out, gap.detail());
    }
  }

  private static void writeSpan(DataOutputStream out, TextSpan span) throws IOException {
    out.writeInt(span.start());
    out.writeInt(span.end());
  }

  /**
   * Reads a document.
   *
   * @param index of it in its file
   * @param maxCodePoints that its text may have
   */
  static ExtractedDocument read(DataInputStream in, int index, int maxCodePoints)
      throws IOException {
    int parent = in.readInt();
    if (parent < -1 || parent >= index || (parent == -1) != (index == 0)) {
      throw new MalformedAnswerException("a document without its parent");
    }
    String path = WireFormat.readString(in, WireFormat.MAX_NAME);
    String filename = WireFormat.readString(in, WireFormat.MAX_NAME);
    String mimeType = WireFormat.readString(in, WireFormat.MAX_NAME);
    long sizeBytes = in.readLong();
    String text = WireFormat.readString(in, maxCodePoints);
    int length = text.codePointCount(0, text.length());
    return new ExtractedDocument(
        parent,
        path,
        filename,
        mimeType,
        sizeBytes,
        text,
        readBlocks(in, length),
        readPages(in, length),
        readMetadata(in),
        null,
        readGaps(in));
  }

  private static List<Block> readBlocks(DataInputStream in, int length) throws IOException {
    List<Block> blocks = new ArrayList<>();
    int end = 0;
    for (int left = WireFormat.count(in, length); left > 0; left--) {
      Block block = readBlock(in, end, length);
      end = block.span().end();
      blocks.add(block);
    }
    return blocks;
  }

  private static PageMap readPages(DataInputStream in, int length) throws IOException {
    int count = WireFormat.count(in, MAX_PAGES);
    int[] pages = new int[Math.min(count, 1_024)];
    int last = 0;
    for (int i = 0; i < count; i++) {
      if (i == pages.length) {
        pages = Arrays.copyOf(pages, Math.min(count, 2 * i));
      }
      pages[i] = in.readInt();
      if (pages[i] < last || pages[i] > length) {
        throw new MalformedAnswerException("a page outside of the text");
      }
      last = pages[i];
    }
    return PageMap.of(pages);
  }

  private static Map<String, List<String>> readMetadata(DataInputStream in) throws IOException {
    Map<String, List<String>> metadata = new LinkedHashMap<>();
    for (int left = WireFormat.count(in, DocumentMetadata.MAX_KEYS); left > 0; left--) {
      String key = WireFormat.readString(in, WireFormat.MAX_NAME);
      List<String> values = new ArrayList<>();
      for (int more = WireFormat.count(in, DocumentMetadata.MAX_VALUES); more > 0; more--) {
        values.add(WireFormat.readString(in, DocumentMetadata.MAX_VALUE));
      }
      metadata.put(key, values);
    }
    return metadata;
  }

  private static List<Gap> readGaps(DataInputStream in) throws IOException {
    List<Gap> gaps = new ArrayList<>();
    for (int left = WireFormat.count(in, DocumentDraft.MAX_GAPS); left > 0; left--) {
      gaps.add(
          new Gap(WireFormat.readReason(in), WireFormat.readString(in, DocumentDraft.MAX_DETAIL)));
    }
    return gaps;
  }

  private static Block readBlock(DataInputStream in, int from, int length) throws IOException {
    int kind = in.readUnsignedByte();
    boolean heading = kind >= 1 && kind <= 6;
    TextSpan inner =
        kind == 't' || heading ? readSpan(in, heading ? from : 0, length) : new TextSpan(0, 0);
    Block.Role role = kind == 'p' ? readRole(in) : Block.Role.BODY;
    TextSpan span = readSpan(in, from, length);
    return switch (kind) {
      case 1, 2, 3, 4, 5, 6 -> {
        if (inner.start() < span.start() || inner.end() > span.end()) {
          throw new MalformedAnswerException("a title outside of its heading");
        }
        yield new Block.Heading(span, kind, inner);
      }
      case 'p' -> new Block.Paragraph(span, role);
      case 'l' -> new Block.ListItem(span);
      case 'c' -> new Block.Code(span);
      case 't' -> {
        boolean own = inner.start() == span.start() && inner.end() <= span.end();
        if (!own && inner.end() > span.start()) {
          throw new MalformedAnswerException("a table header in the middle of the table or behind");
        }
        yield new Block.Table(span, inner);
      }
      default -> throw new MalformedAnswerException("unknown block " + kind);
    };
  }

  private static Block.Role readRole(DataInputStream in) throws IOException {
    String name = WireFormat.readString(in, 64);
    for (Block.Role role : Block.Role.values()) {
      if (role.name().equals(name)) {
        return role;
      }
    }
    throw new MalformedAnswerException("unknown role");
  }

  private static TextSpan readSpan(DataInputStream in, int from, int length) throws IOException {
    int start = in.readInt();
    int end = in.readInt();
    if (start < from || end < start || end > length) {
      throw new MalformedAnswerException("a block outside of the text");
    }
    return new TextSpan(start, end);
  }
}
