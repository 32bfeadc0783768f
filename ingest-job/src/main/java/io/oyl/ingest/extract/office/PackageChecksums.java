package io.oyl.ingest.extract.office;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The parts of a ZIP package that are not what was written into it: parsers do not compare
 * checksums, and a byte that has changed may be another amount in a contract.
 */
public final class PackageChecksums {
  /** No text comes from these. */
  private static final Pattern WITHOUT_TEXT =
      Pattern.compile(
          "(?i).*(\\.(png|jpe?g|gif|bmp|tiff?|wmf|wdp|svg|mp[34]|wav|m4[av]|ttf|otf|odttf|fntdata)"
              + "|/theme/[^/]*|printerSettings\\d*\\.bin)");

  /** In bytes, unpacked; what is beyond is not compared. */
  private static final long MOST = 512L << 20;

  private static final int MOST_NAMED = 5;

  private final byte[] buffer = new byte[1 << 16];
  private long left = MOST;

  private PackageChecksums() {}

  /**
   * What is damaged, for the receipt; empty when nothing is, or the file is none that can be
   * compared.
   */
  public static Optional<String> damage(Path file) {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      List<String> damaged = new PackageChecksums().damaged(zip);
      return damaged.isEmpty() ? Optional.empty() : Optional.of(told(damaged));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // its parser has told
    }
  }

  private static String told(List<String> damaged) {
    String names = String.join(", ", damaged.subList(0, Math.min(MOST_NAMED, damaged.size())));
    int more = damaged.size() - MOST_NAMED;
    return names
        + (more > 0 ? " and " + more + " more parts of it" : "")
        + (damaged.size() == 1 ? " does" : " do")
        + " not match the checksum that was written beside: the text may have changed";
  }

  private List<String> damaged(ZipFile zip) {
    List<String> damaged = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      if (left > 0
          && !WITHOUT_TEXT.matcher(entry.getName()).matches()
          && zip.canReadEntryData(entry)
          && !matches(zip, entry)) {
        damaged.add("'" + entry.getName() + "'");
      }
    }
    return damaged;
  }

  private boolean matches(ZipFile zip, ZipArchiveEntry entry) {
    CRC32 checksum = new CRC32();
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
        left -= n;
        if (left <= 0) {
          return true;
        }
      }
    } catch (IOException | RuntimeException e) {
      return false;
    }
    return checksum.getValue() == entry.getCrc();
  }
}
