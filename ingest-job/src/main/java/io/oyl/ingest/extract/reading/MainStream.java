package io.oyl.ingest.extract.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.FileMagic;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * The stream of an OLE2 file that holds what the file is about. Where damage has taken its name,
 * the file's parser finds nothing and says nothing.
 */
final class MainStream {
  /** Names of the formats' own descriptions: MS-XLS, MS-DOC, MS-PPT and MS-OXMSG. */
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "application/vnd.ms-excel", List.of("Workbook", "Book"),
          "application/msword", List.of("WordDocument"),
          "application/vnd.ms-powerpoint", List.of("PowerPoint Document", "PP40"),
          "application/vnd.ms-outlook", List.of("__properties_version1.0"));

  private MainStream() {}

  /** Its name where it is missing; empty where it is there, or the format has none. */
  static Optional<String> missing(Path file, String mimeType) throws IOException {
    List<String> names = NAMES.get(mimeType);
    if (names == null || FileMagic.valueOf(file.toFile()) != FileMagic.OLE2) {
      return Optional.empty();
    }
    try (POIFSFileSystem files = new POIFSFileSystem(file.toFile(), true)) {
      DirectoryNode root = files.getRoot();
      return names.stream().anyMatch(root::hasEntryCaseInsensitive)
          ? Optional.empty()
          : Optional.of(names.getFirst());
    }
  }
}
