package io.oyl.ingest.extract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.DocumentEntry;
import org.apache.poi.poifs.filesystem.DocumentInputStream;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the truth values and errors of a workbook of Excel 97 to 2003 as texts: its parser passes
 * over them, and takes them for 0 where they are results. The records are those of [MS-XLS].
 */
final class BinarySheets {
  private static final String STREAM = "Workbook";

  /** In bytes: the records are held in memory. */
  private static final int LARGEST = 32 << 20;

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

  private BinarySheets() {}

  static boolean isFor(String type) {
    return type.equals("application/vnd.ms-excel");
  }

  /** A copy to read instead, which the caller deletes; null when the workbook is good as it is. */
  static @Nullable Path withTexts(TikaInputStream stream) throws IOException {
    if (stream.getOpenContainer() instanceof DirectoryNode) {
      return null;
    }
    Path file = stream.getPath();
    byte[] altered = null;
    try (POIFSFileSystem files = new POIFSFileSystem(file.toFile(), true)) {
      if (files.getRoot().hasEntry(STREAM)
          && files.getRoot().getEntry(STREAM) instanceof DocumentEntry entry
          && entry.getSize() <= LARGEST) {
        try (DocumentInputStream records = new DocumentInputStream(entry)) {
          altered = altered(records.readAllBytes());
        }
      }
    } catch (IOException | RuntimeException e) {
      return null;
    }
    return altered == null ? null : copy(file, altered);
  }

  private static @Nullable Path copy(Path file, byte[] workbook) throws IOException {
    Path copy = Files.createTempFile("sheets", ".xls");
    boolean whole = false;
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      try (POIFSFileSystem files = new POIFSFileSystem(copy.toFile(), false)) {
        files.createOrUpdateDocument(new ByteArrayInputStream(workbook), STREAM);
        files.writeFilesystem();
      }
      whole = true;
    } catch (RuntimeException e) {
      return null;
    } finally {
      if (!whole) {
        Files.delete(copy);
      }
    }
    return copy;
  }

  /** The records with texts where there were none; null when there is nothing to alter. */
  private static byte @Nullable [] altered(byte[] workbook) {
    ByteBuffer records = ByteBuffer.wrap(workbook).order(ByteOrder.LITTLE_ENDIAN);
    if (records.limit() < 2 * HEADER
        || type(records, 0) != BEGIN
        || records.getShort(HEADER) != VERSION) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(records.limit());
    int kept = 0;
    int at = 0;
    while (at + HEADER <= records.limit() && end(records, at) <= records.limit()) {
      if (type(records, at) == ENCRYPTED) {
        return null;
      }
      String text = text(records, at + HEADER, type(records, at));
      if (text != null) {
        out.write(workbook, kept, at - kept);
        byte[] cell = Arrays.copyOfRange(workbook, at + HEADER, at + HEADER + CELL);
        out.writeBytes(label(cell, text));
        kept = end(records, at);
      }
      at = end(records, at);
    }
    out.write(workbook, kept, records.limit() - kept);
    return kept == 0 ? null : out.toByteArray();
  }

  private static int type(ByteBuffer records, int at) {
    return Short.toUnsignedInt(records.getShort(at));
  }

  private static int end(ByteBuffer records, int at) {
    return at + HEADER + Short.toUnsignedInt(records.getShort(at + 2));
  }

  /** Null where it is no cell with a truth value or an error. */
  private static @Nullable String text(ByteBuffer records, int at, int type) {
    boolean formula = type == FORMULA && records.getShort(at + CELL + 6) == -1;
    if (type != VALUE && !formula) {
      return null;
    }
    int value = Byte.toUnsignedInt(records.get(at + CELL + (formula ? 2 : 0)));
    return switch (records.get(formula ? at + CELL : at + CELL + 1)) {
      case 0 -> formula ? null : truth(value);
      case 1 -> formula ? truth(value) : ERRORS.get(value);
      case 2 -> formula ? ERRORS.get(value) : null;
      default -> null;
    };
  }

  private static String truth(int value) {
    return value == 0 ? "FALSE" : "TRUE";
  }

  private static byte[] label(byte[] cell, String text) {
    byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
    int length = CELL + 3 + characters.length;
    return ByteBuffer.allocate(HEADER + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) LABEL)
        .putShort((short) length)
        .put(cell)
        .putShort((short) characters.length)
        .put((byte) 0)
        .put(characters)
        .array();
  }
}
