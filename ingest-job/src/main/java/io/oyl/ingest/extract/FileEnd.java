package io.oyl.ingest.extract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a file was cut off. Parsers repair what they can and do not tell: without this a download
 * that broke off counts as complete.
 */
final class FileEnd {
  /** The end record of a ZIP with the longest comment. */
  private static final int ZIP_TAIL = 22 + 65_535;

  private static final long OLE2 = 0xE11AB1A1E011CFD0L;

  /** Greater numbers are marks: free, end of a chain, a table. */
  private static final int MAX_SECTOR = 0xFFFFFFFA;

  private static final int PDF_TAIL = 2_048;

  private FileEnd() {}

  static boolean isMissing(Path file, String mimeType) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (mimeType.equals("application/pdf")) {
        String tail = tail(channel, PDF_TAIL);
        return !tail.contains("%%EOF") && !tail.contains("startxref");
      }
      ByteBuffer start = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
      while (start.hasRemaining() && channel.read(start) >= 0) {}
      start.flip();
      if (start.remaining() == 512 && start.getLong(0) == OLE2) {
        return endsEarly(channel, start);
      }
      return start.remaining() >= 4
          && start.getInt(0) == 0x04034B50
          && !tail(channel, ZIP_TAIL).contains("PK\u0005\u0006");
    } catch (IOException e) {
      return false;
    }
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

  private static String tail(SeekableByteChannel channel, int length) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate((int) Math.min(length, channel.size()));
    channel.position(channel.size() - tail.capacity());
    while (tail.hasRemaining() && channel.read(tail) >= 0) {}
    return StandardCharsets.ISO_8859_1.decode(tail.flip()).toString();
  }
}
