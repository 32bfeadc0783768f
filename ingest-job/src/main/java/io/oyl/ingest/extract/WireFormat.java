package io.oyl.ingest.extract;

import io.oyl.ingest.source.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a parsing process and its owner say to each other. Numbers and UTF-8 only; the reading side
 * trusts nothing: every length is bounded and every position is checked against the text.
 */
final class WireFormat {
  /** Messages of the parsing process. */
  sealed interface Message {
    /** The process can take files. */
    record Ready() implements Message {}

    /**
     * Where it is.
     *
     * @param at path of the document inside the file, empty for the file itself
     * @param pages begun in that document
     * @param codePoints read so far, of the whole file
     * @param peakHeapBytes the most that was in use so far
     * @param ocrMillis spent on character recognition so far, which has a budget of its own
     */
    record Progress(String at, int pages, int codePoints, long peakHeapBytes, long ocrMillis)
        implements Message {
      static final Progress NONE = new Progress("", 0, 0, 0, 0);
    }

    /**
     * The answer to a file.
     *
     * @param strategy the simpler way it was read by, empty for the usual one
     */
    record Answer(Extraction extraction, String strategy, long peakHeapBytes) implements Message {}

    /** There is no simpler way to read this type of file. */
    record NoSimplerWay() implements Message {}
  }

  static final int MAX_NAME = 4_096;
  static final int MAX_DETAIL = 1_000;
  static final int MAX_KEYS = 500;
  static final int MAX_VALUES = 100;
  static final int MAX_VALUE = 10_000;
  static final int MAX_GAPS = 1_000;
  private static final int PIECE = 1 << 15;

  private WireFormat() {}

  static void writeReady(DataOutputStream out) throws IOException {
    out.writeByte('r');
    out.flush();
  }

  static void writeProgress(DataOutputStream out, Message.Progress progress) throws IOException {
    out.writeByte('p');
    writeString(out, progress.at());
    out.writeInt(progress.pages());
    out.writeInt(progress.codePoints());
    out.writeLong(progress.peakHeapBytes());
    out.writeLong(progress.ocrMillis());
    out.flush();
  }

  static void writeNoSimplerWay(DataOutputStream out) throws IOException {
    out.writeByte('n');
    out.flush();
  }

  static void writeRequest(DataOutputStream out, Request request) throws IOException {
    writeString(out, request.file().toAbsolutePath().toString());
    out.writeLong(request.budget().toMillis());
    out.writeBoolean(request.simply());
    out.writeBoolean(request.patient());
    out.writeInt(request.without().size());
    for (Map.Entry<String, String> part : request.without().entrySet()) {
      writeString(out, part.getKey());
      writeString(out, part.getValue());
    }
    out.flush();
  }

  /** Read by the parsing process, which trusts its owner. */
  static Request readRequest(DataInputStream in) throws IOException {
    Path file = Path.of(readString(in, 1 << 20));
    Duration budget = Duration.ofMillis(in.readLong());
    boolean simply = in.readBoolean();
    boolean patient = in.readBoolean();
    Map<String, String> without = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      without.put(readString(in, MAX_NAME), readString(in, MAX_DETAIL));
    }
    return new Request(file, budget, simply, patient, without);
  }

  static void writeAnswer(
      DataOutputStream out, Extraction extraction, String strategy, long peakHeapBytes)
      throws IOException {
    out.writeByte('a');
    writeString(out, strategy);
    out.writeLong(peakHeapBytes);
    switch (extraction) {
      case Extraction.Refused refused -> {
        out.writeInt(0);
        writeString(out, refused.reason().name());
        writeString(out, refused.detail());
      }
      case Extraction.Extracted extracted -> {
        out.writeInt(extracted.documents().size());
        for (ExtractedDocument document : extracted.documents()) {
          writeDocument(out, document);
        }
      }
    }
    out.flush();
  }

  private static void writeDocument(DataOutputStream out, ExtractedDocument document)
      throws IOException {
    out.writeInt(document.parent());
    writeString(out, document.embeddedPath());
    writeString(out, document.filename());
    writeString(out, document.mimeType());
    out.writeLong(document.sizeBytes());
    writeString(out, document.text());
    out.writeInt(document.blocks().size());
    for (Block block : document.blocks()) {
      switch (block) {
        case Block.Heading heading -> {
          out.writeByte(heading.level());
          writeSpan(out, heading.title());
        }
        case Block.Paragraph paragraph -> {
          out.writeByte('p');
          writeString(out, paragraph.role().name());
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
      writeString(out, entry.getKey());
      out.writeInt(entry.getValue().size());
      for (String value : entry.getValue()) {
        writeString(out, value);
      }
    }
    out.writeInt(document.gaps().size());
    for (Gap gap : document.gaps()) {
      writeString(out, gap.reason().name());
      writeString(out, gap.detail());
    }
  }

  private static void writeSpan(DataOutputStream out, TextSpan span) throws IOException {
    out.writeInt(span.start());
    out.writeInt(span.end());
  }

  /** Pieces of UTF-8, each with its length, ended by an empty one: a long text is never doubled. */
  static void writeString(DataOutputStream out, String text) throws IOException {
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + PIECE);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      byte[] piece = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
      out.writeInt(piece.length);
      out.write(piece);
      from = to;
    }
    out.writeInt(0);
  }

  /** Reads a string of at most {@code maxCodePoints}, made storable. */
  static String readString(DataInputStream in, int maxCodePoints) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      int length = count(in, 4 * (PIECE + 1));
      if (length == 0) {
        break;
      }
      text.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      if (text.length() > 2L * maxCodePoints) {
        throw new MalformedAnswerException("a text is too long");
      }
    }
    if (text.codePointCount(0, text.length()) > maxCodePoints) {
      throw new MalformedAnswerException("a text is too long");
    }
    return StorableText.of(text.toString());
  }

  /** Next message, null at the end of the stream. */
  static @org.jspecify.annotations.Nullable Message read(
      DataInputStream in, ExtractSettings settings) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case -1 -> null;
      case 'r' -> new Message.Ready();
      case 'p' ->
          new Message.Progress(
              readString(in, MAX_NAME), in.readInt(), in.readInt(), in.readLong(), in.readLong());
      case 'n' -> new Message.NoSimplerWay();
      case 'a' -> readAnswer(in, settings);
      default -> throw new MalformedAnswerException("unknown message " + kind);
    };
  }

  private static Message readAnswer(DataInputStream in, ExtractSettings settings)
      throws IOException {
    String strategy = readString(in, MAX_NAME);
    long peakHeapBytes = in.readLong();
    int count = count(in, settings.maxEmbedded() + 1);
    if (count == 0) {
      return new Message.Answer(
          new Extraction.Refused(readReason(in), readString(in, MAX_DETAIL)),
          strategy,
          peakHeapBytes);
    }
    List<ExtractedDocument> documents = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    int budget = settings.maxTextCharacters();
    for (int i = 0; i < count; i++) {
      ExtractedDocument document = readDocument(in, i, budget);
      if (!paths.add(document.embeddedPath())) {
        throw new MalformedAnswerException("a path comes twice");
      }
      budget -= document.text().codePointCount(0, document.text().length());
      documents.add(document);
    }
    return new Message.Answer(new Extraction.Extracted(documents), strategy, peakHeapBytes);
  }

  private static ExtractedDocument readDocument(DataInputStream in, int index, int maxCodePoints)
      throws IOException {
    int parent = in.readInt();
    if (parent < -1 || parent >= index || (parent == -1) != (index == 0)) {
      throw new MalformedAnswerException("a document without its parent");
    }
    String path = readString(in, MAX_NAME);
    String filename = readString(in, MAX_NAME);
    String mimeType = readString(in, MAX_NAME);
    long sizeBytes = in.readLong();
    String text = readString(in, maxCodePoints);
    int length = text.codePointCount(0, text.length());
    int blockCount = count(in, length);
    List<Block> blocks = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < blockCount; i++) {
      Block block = readBlock(in, end, length);
      end = block.span().end();
      blocks.add(block);
    }
    int pageCount = count(in, 10_000_000);
    int[] pages = new int[Math.min(pageCount, 1_024)];
    int last = 0;
    for (int i = 0; i < pageCount; i++) {
      if (i == pages.length) {
        pages = java.util.Arrays.copyOf(pages, Math.min(pageCount, 2 * i));
      }
      pages[i] = in.readInt();
      if (pages[i] < last || pages[i] > length) {
        throw new MalformedAnswerException("a page outside of the text");
      }
      last = pages[i];
    }
    Map<String, List<String>> metadata = new LinkedHashMap<>();
    int keys = count(in, MAX_KEYS);
    for (int i = 0; i < keys; i++) {
      String key = readString(in, MAX_NAME);
      int valueCount = count(in, MAX_VALUES);
      List<String> values = new ArrayList<>();
      for (int j = 0; j < valueCount; j++) {
        values.add(readString(in, MAX_VALUE));
      }
      metadata.put(key, values);
    }
    List<Gap> gaps = new ArrayList<>();
    int gapCount = count(in, MAX_GAPS);
    for (int i = 0; i < gapCount; i++) {
      gaps.add(new Gap(readReason(in), readString(in, MAX_DETAIL)));
    }
    return new ExtractedDocument(
        parent,
        path,
        filename,
        mimeType,
        sizeBytes,
        text,
        blocks,
        PageMap.of(pages),
        metadata,
        null,
        gaps);
  }

  private static Block readBlock(DataInputStream in, int from, int length) throws IOException {
    int kind = in.readUnsignedByte();
    boolean heading = kind >= 1 && kind <= 6;
    TextSpan inner = kind == 't' || heading ? readSpan(in, from, length) : new TextSpan(0, 0);
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
        if (inner.start() != span.start() || inner.end() > span.end()) {
          throw new MalformedAnswerException("a table header outside of its table");
        }
        yield new Block.Table(span, inner);
      }
      default -> throw new MalformedAnswerException("unknown block " + kind);
    };
  }

  private static Block.Role readRole(DataInputStream in) throws IOException {
    String name = readString(in, 64);
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

  private static Reason readReason(DataInputStream in) throws IOException {
    String name = readString(in, 64);
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    throw new MalformedAnswerException("unknown reason");
  }

  private static int count(DataInputStream in, int max) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > max) {
      throw new MalformedAnswerException("a count of " + count);
    }
    return count;
  }

  /** The process broke the rules of the conversation; it can no longer be used. */
  static final class MalformedAnswerException extends IOException {
    MalformedAnswerException(String message) {
      super(message);
    }
  }

  /** Whether the stream ended in the middle of a message. */
  static boolean isCutOff(IOException failure) {
    return failure instanceof EOFException;
  }
}
