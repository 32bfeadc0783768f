package io.oyl.ingest.extract.office;

import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.poi.openxml4j.util.ZipEntrySource;
import org.apache.poi.openxml4j.util.ZipFileZipEntrySource;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.microsoft.ooxml.OPCPackageWrapper;
import org.jspecify.annotations.Nullable;

/**
 * An Office package in which some parts, and each chart, read differently from what the file holds:
 * the way to tell Tika's parsers something without reading for them. The file itself is never
 * written.
 */
public final class AlteredPackage implements ZipEntrySource {
  /** Gives the part as it is to be read, from the bytes in the file. */
  interface Change {
    InputStream of(InputStream part) throws IOException;
  }

  private final ZipEntrySource file;
  private final Map<String, Change> changes = new HashMap<>();

  private AlteredPackage(ZipEntrySource file, Map<String, Change> changes) {
    this.file = file;
    changes.forEach((part, change) -> this.changes.put(part.toLowerCase(Locale.ROOT), change));
  }

  /** The package that was opened to find the type of the document; null for other documents. */
  static @Nullable OPCPackage opened(TikaInputStream stream) {
    return stream.getOpenContainer() instanceof OPCPackageWrapper wrapper
        ? wrapper.getOPCPackage()
        : null;
  }

  /** The document, workbook or presentation itself; null when the package does not name it. */
  static @Nullable PackagePart mainPart(OPCPackage files) {
    try {
      var main = files.getRelationshipsByType(PackageRelationshipTypes.CORE_DOCUMENT);
      return main.size() == 0 ? null : files.getPart(main.getRelationship(0));
    } catch (OpenXML4JRuntimeException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Lets parsers of this stream read charts as tables, where there are any. */
  public static void offerCharts(TikaInputStream stream, Metadata metadata, String type) {
    OPCPackage files = opened(stream);
    try {
      if (files != null
          && files.getParts().stream()
              .anyMatch(each -> ChartRows.isChart(each.getPartName().getName()))) {
        offer(stream, metadata, type, Map.of());
      }
    } catch (IOException | OpenXML4JException | RuntimeException e) {
      // Charts are read as they are.
    }
  }

  /**
   * Lets parsers of this stream read the changed parts from now on.
   *
   * @param changes by the names of the parts in the ZIP file
   * @return the package they will read
   */
  static OPCPackage offer(
      TikaInputStream stream, Metadata metadata, String type, Map<String, Change> changes)
      throws IOException, OpenXML4JException {
    ZipFile zip = ZipFile.builder().setPath(stream.getPath()).get();
    OPCPackage altered;
    try {
      altered = OPCPackage.open(new AlteredPackage(new ZipFileZipEntrySource(zip), changes));
    } catch (OpenXML4JException | RuntimeException e) {
      zip.close();
      throw e;
    }
    stream.setOpenContainer(new OPCPackageWrapper(altered));
    // otherwise the type is detected again, which opens the file anew
    metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type);
    return altered;
  }

  @Override
  public Enumeration<? extends ZipArchiveEntry> getEntries() {
    return file.getEntries();
  }

  @Override
  public @Nullable ZipArchiveEntry getEntry(String name) {
    return file.getEntry(name);
  }

  @Override
  public InputStream getInputStream(ZipArchiveEntry entry) throws IOException {
    InputStream bytes = file.getInputStream(entry);
    String name = entry.getName().replace('\\', '/').toLowerCase(Locale.ROOT);
    Change change = changes.get(name);
    if (change != null) {
      return change.of(bytes);
    }
    return ChartRows.isChart(name) ? ChartRows.of(bytes) : bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  @Override
  public boolean isClosed() {
    return file.isClosed();
  }
}
