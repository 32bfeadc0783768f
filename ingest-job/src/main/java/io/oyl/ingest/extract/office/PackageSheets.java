package io.oyl.ingest.extract.office;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/** The shapes of the sheets of an XLSX file, in the order in which its parser gives the sheets. */
public final class PackageSheets implements Supplier<@Nullable SheetShape> {
  /** Larger sheets are data, not layout: they are not looked at twice, in bytes of XML. */
  private static final long LARGEST = 64L << 20;

  private final TikaInputStream stream;
  private @Nullable Iterator<InputStream> sheets;

  public PackageSheets(TikaInputStream stream) {
    this.stream = stream;
  }

  /** Null where the file does not tell. */
  @Override
  public @Nullable SheetShape get() {
    try {
      Iterator<InputStream> left = sheets;
      if (left == null) {
        OPCPackage files = AlteredPackage.opened(stream);
        left = files == null ? Collections.emptyIterator() : new XSSFReader(files).getSheetsData();
        sheets = left;
      }
      if (!left.hasNext()) {
        return null;
      }
      try (InputStream xml = left.next()) {
        boolean large =
            left instanceof XSSFReader.SheetIterator sheet
                && sheet.getSheetPart().getSize() > LARGEST;
        return large ? null : SheetShape.of(xml);
      }
    } catch (IOException | OpenXML4JException | RuntimeException e) {
      sheets = Collections.emptyIterator();
      return null;
    }
  }
}
