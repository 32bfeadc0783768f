package io.oyl.ingest.extract.office;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a workbook of Excel 97 to 2003 ([MS-XLS]), one after the other, with a text in the
 * place of each cell that holds a truth value or an error. Those that are encrypted stay as they
 * are.
 */
final class SheetRecords extends InputStream {
  private static final int HEADER = 4;
  private static final int BEGIN = 0x0809;
  private static final int ENCRYPTED = 0x002F;
  private static final int FORMULA = 0x0006;
  private static final int VALUE = 0x0205;
  private static final int LABEL = 0x0204;
  private static final int VERSION = 0x0600;

  /** Row, column and format, with which the three kinds of cells begin. */
  private static final int CELL = 6;

  private static final Map<Integer, String> ERRORS =
      Map.of(
          0x00, "#NULL!",
          0x07, "#DIV/0!",
          0x0F, "#VALUE!",
          0x17, "#REF!",
          0x1D, "#NAME?",
          0x24, "#NUM!",
          0x2A, "#N/A",
          0x2B, "#GETTING_DATA");

  private final InputStream in;
  private ByteBuffer record = ByteBuffer.allocate(0);
  private boolean begun;
  private boolean readable;
  private boolean altered;

  SheetRecords(InputStream workbook) {
    in = new BufferedInputStream(workbook);
  }

  /** Whether any of the records that were read is not as it was. */
  boolean areAltered() {
    return altered;
  }

  @Override
  public int read() throws IOException {
    return hasNext() ? Byte.toUnsignedInt(record.get()) : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasNext()) {
      return -1;
    }
    int read = Math.min(length, record.remaining());
    record.get(bytes, offset, read);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean hasNext() throws IOException {
    if (!record.hasRemaining()) {
      byte[] header = in.readNBytes(HEADER);
      int length = header.length == HEADER ? Short.toUnsignedInt(wrap(header).getShort(2)) : 0;
      byte[] body = in.readNBytes(length);
      record = wrap(new byte[header.length + body.length]).put(header).put(body).flip();
      if (header.length == HEADER && body.length == length) {
        alter(Short.toUnsignedInt(record.getShort(0)));
      }
    }
    return record.hasRemaining();
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void alter(int type) {
    if (!begun) {
      begun = true;
      readable =
          type == BEGIN && record.limit() >= HEADER + 2 && record.getShort(HEADER) == VERSION;
    } else if (type == ENCRYPTED) {
      readable = false;
    } else if (readable) {
      String text = text(type);
      if (text != null) {
        altered = true;
        record = label(text);
      }
    }
  }

  /** Null where it is no cell with a truth value or an error. */
  private @Nullable String text(int type) {
    int at = HEADER + CELL;
    boolean formula = type == FORMULA && record.limit() >= at + 8 && record.getShort(at + 6) == -1;
    if (!formula && (type != VALUE || record.limit() < at + 2)) {
      return null;
    }
    int value = Byte.toUnsignedInt(record.get(at + (formula ? 2 : 0)));
    return switch (record.get(formula ? at : at + 1)) {
      case 0 -> formula ? null : truth(value);
      case 1 -> formula ? truth(value) : ERRORS.get(value);
      case 2 -> formula ? ERRORS.get(value) : null;
      default -> null;
    };
  }

  private static String truth(int value) {
    return value == 0 ? "FALSE" : "TRUE";
  }

  private ByteBuffer label(String text) {
    byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
    int length = CELL + 3 + characters.length;
    return wrap(new byte[HEADER + length])
        .putShort((short) LABEL)
        .putShort((short) length)
        .put(record.slice(HEADER, CELL))
        .putShort((short) characters.length)
        .put((byte) 0)
        .put(characters)
        .flip();
  }
}
