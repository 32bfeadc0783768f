package io.oyl.ingest.extract.office;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The parts of ZIP packages that are not what was written into them: parsers do not compare
 * checksums, and a byte that has changed may be another amount in a contract. One for a file and
 * all that is in it.
 */
public final class PackageChecksums {
  /** Of a document, where no text comes from them. */
  private static final Pattern WITHOUT_TEXT =
      Pattern.compile(
          "(?i)(?:.*\\.(?:png|jpe?g|gif|bmp|tiff?|wmf|wdp|mp[34]|wav|m4[av]|ttf|otf|odttf|fntdata)"
              + "|(?:word|xl|ppt)/theme/.*|xl/printerSettings/.*)");

  private static final String ARCHIVE = "application/zip";

  /** In bytes, unpacked; what is beyond is not compared. */
  private static final long MOST = 512L << 20;

  private static final int MOST_NAMED = 5;

  private final BooleanSupplier isLate;
  private final byte[] buffer = new byte[1 << 16];
  private long left = MOST;

  /**
   * Nothing compared yet.
   *
   * @param isLate whether the time for the file is over
   */
  public PackageChecksums(BooleanSupplier isLate) {
    this.isLate = isLate;
  }

  /**
   * What is damaged of a package, for the receipt; empty when nothing is, or the file is none that
   * can be compared.
   */
  public Optional<String> damage(Path file, String mimeType) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      List<String> damaged = damaged(zip, mimeType.equals(ARCHIVE));
      return damaged.isEmpty() ? Optional.empty() : Optional.of(told(damaged));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // its parser has told
    }
  }

  private static String told(List<String> damaged) {
    String names = String.join(", ", damaged.subList(0, Math.min(MOST_NAMED, damaged.size())));
    int more = damaged.size() - MOST_NAMED;
    return names
        + (more > 0 ? " and " + more + " more parts" : "")
        + (damaged.size() == 1 ? " is" : " are")
        + " not what was written into it: the text may be another one";
  }

  private List<String> damaged(ZipFile zip, boolean isArchive) {
    List<String> damaged = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      if (left <= 0 || isLate.getAsBoolean()) {
        break;
      }
      if ((isArchive || !WITHOUT_TEXT.matcher(entry.getName()).matches())
          && isTold(entry)
          && zip.canReadEntryData(entry)
          && !matches(zip, entry)) {
        damaged.add("'" + entry.getName() + "'");
      }
    }
    return damaged;
  }

  /** Whether it has a checksum, which some programs leave out; other methods have their own. */
  private static boolean isTold(ZipArchiveEntry entry) {
    return !entry.isDirectory()
        && entry.getSize() != 0
        && entry.getCrc() > 0
        && (entry.getMethod() == ZipEntry.DEFLATED || entry.getMethod() == ZipEntry.STORED);
  }

  private boolean matches(ZipFile zip, ZipArchiveEntry entry) {
    CRC32 checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
        left -= n;
        if (left <= 0 || isLate.getAsBoolean()) {
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      return false; // cannot be unpacked
    }
    return checksum.getValue() == entry.getCrc();
  }
}
