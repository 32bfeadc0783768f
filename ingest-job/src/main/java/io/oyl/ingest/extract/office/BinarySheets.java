package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.CopyToRead;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.DocumentEntry;
import org.apache.poi.poifs.filesystem.DocumentInputStream;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the truth values and errors of a workbook of Excel 97 to 2003 as texts: its parser passes
 * over them, and takes them for 0 where they are results.
 */
public final class BinarySheets {
  private static final String STREAM = "Workbook";

  /** In bytes of records: writing more takes too long. */
  private static final long LARGEST = 128 << 20;

  static final String MISSING =
      "the truth values and errors among its cells are left out: the workbook is too large, or no copy"
          + " of it can be made";

  private BinarySheets() {}

  public static boolean isFor(String type) {
    return type.equals("application/vnd.ms-excel");
  }

  /**
   * A copy to read instead, which the caller deletes; null when the workbook is good as it is, or
   * cannot be altered: then the draft says what is missing.
   */
  public static @Nullable Path withTexts(TikaInputStream stream, DocumentDraft draft)
      throws IOException {
    return withTexts(stream, draft, LARGEST);
  }

  static @Nullable Path withTexts(TikaInputStream stream, DocumentDraft draft, long largest)
      throws IOException {
    try {
      if (stream.getOpenContainer() instanceof DirectoryNode inside) {
        // a part of another file, of which there is no file to copy
        return copy(inside, null, draft, largest);
      }
      Path file = stream.getPath();
      try (POIFSFileSystem files = new POIFSFileSystem(file.toFile(), true)) {
        return copy(files.getRoot(), file, draft, largest);
      }
    } catch (IOException | RuntimeException e) {
      // damaged: the parser tells
      return null;
    }
  }

  private static @Nullable Path copy(
      DirectoryNode directory, @Nullable Path file, DocumentDraft draft, long largest)
      throws IOException {
    if (!directory.hasEntry(STREAM)
        || !(directory.getEntry(STREAM) instanceof DocumentEntry entry)
        || !hasWithoutTexts(entry)) {
      return null;
    }
    Path copy = file == null || entry.getSize() > largest ? null : copy(file, entry);
    if (copy == null) {
      draft.gap(Reason.PARSE_ERROR, MISSING);
    }
    return copy;
  }

  private static boolean hasWithoutTexts(DocumentEntry workbook) throws IOException {
    try (SheetRecords records = new SheetRecords(new DocumentInputStream(workbook))) {
      records.transferTo(OutputStream.nullOutputStream());
      return records.areAltered();
    }
  }

  private static @Nullable Path copy(Path file, DocumentEntry workbook) {
    try {
      return CopyToRead.written(
          ".xls",
          copy -> {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (POIFSFileSystem files = new POIFSFileSystem(copy.toFile(), false);
                SheetRecords records = new SheetRecords(new DocumentInputStream(workbook))) {
              files.createOrUpdateDocument(records, STREAM);
              files.writeFilesystem();
            }
            return true;
          });
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
