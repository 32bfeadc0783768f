package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.Target;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run reads, from the paths of a command line. */
final class RunTargets {
  private RunTargets() {}

  /**
   * A folder is read as a whole; what lies below a folder that is read anyway is not read twice.
   *
   * @param source name of the source, null for the real path of the folder
   * @throws UsageException when a path is not there, or one name is to stand for several folders
   */
  static List<Target> of(List<String> paths, @Nullable String source) {
    if (source != null && source.isBlank()) {
      throw new UsageException("--source needs a name that is not blank");
    }
    List<Place> places = new ArrayList<>();
    for (String path : paths) {
      Place place = place(path);
      if (!places.contains(place)) {
        places.add(place);
      }
    }
    List<Place> folders = places.stream().filter(place -> place.key() == null).toList();
    List<Place> kept =
        places.stream()
            .filter(place -> folders.stream().noneMatch(folder -> folder.includes(place)))
            .toList();
    Set<Path> roots = kept.stream().map(Place::root).collect(Collectors.toSet());
    if (source != null && roots.size() > 1) {
      throw new UsageException(
          "--source names one folder, and these paths belong to "
              + roots.size()
              + ": give each its own run");
    }
    return kept.stream()
        .map(
            place ->
                new Target(
                    source == null ? place.root().toString() : source,
                    place.root().toString(),
                    place.key()))
        .toList();
  }

  private static Place place(String given) {
    if (given.isEmpty()) {
      throw new UsageException("a PATH is empty; the current folder is written as a dot");
    }
    try {
      Path path = Path.of(given);
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isDirectory() || Files.isDirectory(path)) {
        return new Place(path.toRealPath(), null);
      }
      // a FIFO, a broken link, a file without permission: the ledger will say what is wrong
      Path absolute = path.toAbsolutePath();
      Path folder = absolute.getParent();
      Path name = absolute.getFileName();
      if (folder == null || name == null) {
        throw new UsageException(Printable.of(given) + " is not a file");
      }
      return new Place(folder.toRealPath(), name.toString());
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new UsageException("there is no file or folder " + Printable.of(given));
    } catch (AccessDeniedException e) {
      throw new UsageException("no permission to reach " + Printable.of(given));
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : null;
      throw new UsageException(
          "cannot reach " + Printable.of(given) + ": " + (reason == null ? e : reason));
    }
  }

  /** A folder, or one file in it. */
  private record Place(Path root, @Nullable String key) {
    /** Whether a scan of this folder meets the other place. */
    boolean includes(Place other) {
      return !other.equals(this) && other.root().startsWith(root);
    }
  }
}
