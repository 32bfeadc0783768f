package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.mail.MailBodies;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Whether a file was cut off. Parsers repair what they can and do not tell: without this a download
 * that broke off counts as complete.
 */
final class FileEnd {
  static final String MISSING = "the end of the file is missing; what is left of it was read";

  /** The end record of a ZIP with the longest comment. */
  private static final int ZIP_TAIL = 22 + 65_535;

  private static final String ZIP_END = "PK\u0005\u0006";

  private static final int CENTRAL_HEADER = 0x02014B50;
  private static final int END_RECORD = 0x06054B50;

  /** Stands in place of an offset that only ZIP64 can tell. */
  private static final long ZIP64 = 0xFFFFFFFFL;

  private static final long OLE2 = 0xE11AB1A1E011CFD0L;

  /** Greater numbers are marks: free, end of a chain, a table. */
  private static final int MAX_SECTOR = 0xFFFFFFFA;

  private static final int PDF_TAIL = 2_048;

  private static final int PAGE_START = 1 << 16;
  private static final int PAGE_TAIL = 1 << 18;
  private static final Pattern PAGE_BEGIN = Pattern.compile("(?i)<(?:html|body)[\\s>]");
  private static final Pattern PAGE_END = Pattern.compile("(?i)</(?:html|body|frameset)");

  private FileEnd() {}

  static boolean isMissing(Path file, String mimeType) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (mimeType.equals("application/pdf")) {
        String tail = tail(channel, PDF_TAIL);
        int end = Math.max(tail.lastIndexOf("%%EOF"), tail.lastIndexOf("startxref"));
        // what was added to a file that had an end has one of its own
        return end < 0 || tail.indexOf(" obj", end) > 0;
      }
      if (mimeType.equals("text/html") || mimeType.equals("application/xhtml+xml")) {
        return breaksOff(channel);
      }
      ByteBuffer start = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
      while (start.hasRemaining() && channel.read(start) >= 0) {}
      start.flip();
      if (start.remaining() == 512 && start.getLong(0) == OLE2) {
        return endsEarly(channel, start);
      }
      if (mimeType.equals("message/rfc822")) {
        return MailBodies.isOpen(file);
      }
      if (mimeType.equals("application/rtf") || mimeType.equals("text/rtf")) {
        return isOpen(file);
      }
      return start.remaining() >= 4 && start.getInt(0) == 0x04034B50 && !endsAsZip(channel);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A page may leave out what ends it; one that ends in the middle of a line as well was cut. None
   * of 180 real pages with such a beginning goes without its end.
   */
  private static boolean breaksOff(SeekableByteChannel channel) throws IOException {
    String tail = tail(channel, PAGE_TAIL).replace("\0", "");
    if (PAGE_END.matcher(tail).find() || tail.endsWith("\n") || tail.endsWith(">")) {
      return false;
    }
    channel.position(0);
    ByteBuffer start = ByteBuffer.allocate(PAGE_START);
    while (start.hasRemaining() && channel.read(start) >= 0) {}
    String head = StandardCharsets.ISO_8859_1.decode(start.flip()).toString().replace("\0", "");
    return PAGE_BEGIN.matcher(head).find();
  }

  /** An OLE2 file lists its sectors: whether the last one in use is there as a whole. */
  private static boolean endsEarly(SeekableByteChannel channel, ByteBuffer header)
      throws IOException {
    int shift = header.getShort(0x1E);
    int tables = header.getInt(0x2C);
    if ((shift != 9 && shift != 12) || tables < 1) {
      return false;
    }
    // Some fill unused places with ends of chains: what counts is what another place points to.
    long last = Math.max(sector(header.getInt(0x30)), sector(header.getInt(0x3C)));
    ByteBuffer table = ByteBuffer.allocate(1 << shift).order(ByteOrder.LITTLE_ENDIAN);
    // The header names the first 109 tables, enough for files of 7 MB.
    for (int i = 0; i < Math.min(tables, 109); i++) {
      long sector = Integer.toUnsignedLong(header.getInt(0x4C + 4 * i));
      long at = (sector + 1) << shift;
      if (at + table.capacity() > channel.size()) {
        return true;
      }
      channel.position(at);
      table.clear();
      while (table.hasRemaining() && channel.read(table) >= 0) {}
      for (int entry = 0; entry < table.capacity() / 4; entry++) {
        last = Math.max(last, sector(table.getInt(4 * entry)));
      }
    }
    return (last + 2) << shift > channel.size();
  }

  private static long sector(int entry) {
    return Integer.compareUnsigned(entry, MAX_SECTOR) > 0 ? -1 : Integer.toUnsignedLong(entry);
  }

  /**
   * The end record of a package that is stored inside does not count: it tells places from the
   * start of that package.
   */
  private static boolean endsAsZip(SeekableByteChannel channel) throws IOException {
    String tail = tail(channel, ZIP_TAIL);
    ByteBuffer bytes =
        ByteBuffer.wrap(tail.getBytes(StandardCharsets.ISO_8859_1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = tail.indexOf(ZIP_END); at >= 0; at = tail.indexOf(ZIP_END, at + 1)) {
      long entries = at + 20 <= tail.length() ? Integer.toUnsignedLong(bytes.getInt(at + 16)) : 0;
      if (entries == ZIP64 || startsDirectory(channel, entries)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsDirectory(SeekableByteChannel channel, long offset)
      throws IOException {
    ByteBuffer signature = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(offset);
    while (signature.hasRemaining() && channel.read(signature) >= 0) {}
    return signature.position() == 4
        && (signature.getInt(0) == CENTRAL_HEADER || signature.getInt(0) == END_RECORD);
  }

  /** Whether an RTF file ends in the middle of a group. */
  private static boolean isOpen(Path file) throws IOException {
    int depth = 0;
    int last = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\\') {
          b = in.read(); // a brace or a backslash behind it is text
          last = b;
        } else if (b > ' ') {
          depth += b == '{' ? 1 : b == '}' ? -1 : 0;
          last = b;
        }
      }
    }
    return depth > 0 && last != '}';
  }

  private static String tail(SeekableByteChannel channel, int length) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(length, channel.size()));
    channel.position(channel.size() - tail.capacity());
    while (tail.hasRemaining() && channel.read(tail) >= 0) {}
    return StandardCharsets.ISO_8859_1.decode(tail.flip()).toString();
  }
}
