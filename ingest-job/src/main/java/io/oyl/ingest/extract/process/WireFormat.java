package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.reading.Message;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.source.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import org.jspecify.annotations.Nullable;

/**
 * What a parsing process and its owner say to each other. Numbers and UTF-8 only; the reading side
 * trusts nothing: every length is bounded and every position is checked against the text.
 */
public final class WireFormat {
  static final int MAX_NAME = 4_096;
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
      without.put(readString(in, MAX_NAME), readString(in, DocumentDraft.MAX_DETAIL));
    }
    return new Request(file, budget, simply, patient, without);
  }

  public static void writeAnswer(
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
          DocumentFormat.write(out, document);
        }
      }
    }
    out.flush();
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
  public static @Nullable Message read(DataInputStream in, ExtractSettings settings)
      throws IOException {
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
          new Extraction.Refused(readReason(in), readString(in, DocumentDraft.MAX_DETAIL)),
          strategy,
          peakHeapBytes);
    }
    List<ExtractedDocument> documents = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    int budget = settings.maxTextCharacters();
    for (int i = 0; i < count; i++) {
      ExtractedDocument document = DocumentFormat.read(in, i, budget);
      if (!paths.add(document.embeddedPath())) {
        throw new MalformedAnswerException("a path comes twice");
      }
      budget -= document.text().codePointCount(0, document.text().length());
      documents.add(document);
    }
    return new Message.Answer(new Extraction.Extracted(documents), strategy, peakHeapBytes);
  }

  static Reason readReason(DataInputStream in) throws IOException {
    String name = readString(in, 64);
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    throw new MalformedAnswerException("unknown reason");
  }

  /** A count of at most {@code max}. */
  static int count(DataInputStream in, int max) throws IOException {
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
}
