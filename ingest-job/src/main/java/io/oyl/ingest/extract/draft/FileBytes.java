package io.oyl.ingest.extract.draft;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of a file as characters, one each (ISO 8859-1), which are read where they are asked for
 * and never held in memory as a whole. Not for use by several threads.
 */
public final class FileBytes implements CharSequence, AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  /**
   * Of a file that stays as it is until this is closed.
   *
   * @throws IOException also for a file of 2 GB or more
   */
  public FileBytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException("it is too large to be looked at");
      }
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (IOException e) {
      arena.close();
      throw e;
    }
  }

  public byte at(int index) {
    return bytes.get(ValueLayout.JAVA_BYTE, index);
  }

  /** Writes the bytes from {@code start} to before {@code end}. */
  public void copy(int start, int end, OutputStream to) throws IOException {
    byte[] piece = new byte[Math.min(PIECE, end - start)];
    for (int from = start; from < end; from += piece.length) {
      int length = Math.min(piece.length, end - from);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, piece, 0, length);
      to.write(piece, 0, length);
    }
  }

  @Override
  public int length() {
    return (int) bytes.byteSize();
  }

  @Override
  public char charAt(int index) {
    return (char) Byte.toUnsignedInt(at(index));
  }

  @Override
  public String subSequence(int start, int end) {
    return new String(
        bytes.asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE),
        StandardCharsets.ISO_8859_1);
  }

  /** The whole file. */
  @Override
  public String toString() {
    return subSequence(0, length());
  }

  @Override
  public void close() {
    arena.close();
  }
}
