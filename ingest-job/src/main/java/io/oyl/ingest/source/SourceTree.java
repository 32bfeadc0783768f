package io.oyl.ingest.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files. Links to files are followed while they stay below the root; links to folders
 * are not followed, since what they lead to below the root is found at its own place; a link that
 * leads out is refused.
 */
public final class SourceTree {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private final Path root;

  private SourceTree(Path root) {
    this.root = root;
  }

  /**
   * The tree below an existing folder.
   *
   * @throws IOException when the folder is not there or is not a folder
   */
  public static SourceTree of(Path root) throws IOException {
    Path real = root.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new FileSystemException(real.toString(), null, "not a folder");
    }
    return new SourceTree(real);
  }

  /** The root's real path: no links, no dots. */
  public Path root() {
    return root;
  }

  /** Where the file with this key is opened. */
  Path resolve(String key) {
    return root.resolve(key.replace("/", root.getFileSystem().getSeparator()));
  }

  /**
   * Everything below the root, in no particular order. A folder that can't be listed is reported.
   */
  public void walk(Consumer<SourceEntry> found) {
    walk(root, found);
  }

  private void walk(Path folder, Consumer<SourceEntry> found) {
    try {
      Files.walkFileTree(folder, new Walker(found));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot walk " + folder, e);
    }
  }

  /** What is at a key: a file, or everything below a folder; what is not there is refused. */
  public void look(String key, Consumer<SourceEntry> found) {
    if (RawName.isKeyOf(key)) {
      found.accept(unreadableName(key));
    } else if (Files.isDirectory(resolve(key), LinkOption.NOFOLLOW_LINKS)
        && !isBehindLink(resolve(key))) {
      walk(resolve(key), found);
    } else {
      found.accept(
          find(key)
              .orElseGet(
                  () ->
                      new SourceEntry.Refused(key, Reason.UNREADABLE, "it is not there any more")));
    }
  }

  /**
   * One entry by its key, empty when nothing is there (any more). What is behind a link to a folder
   * is not there: no walk meets it, and it may lie out of the root.
   */
  public Optional<SourceEntry> find(String key) {
    Path path = resolve(key);
    if (isBehindLink(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          entry(
              path,
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(unreadable(path, e));
    }
  }

  private boolean isBehindLink(Path path) {
    Path folder = path.getParent();
    while (folder != null && folder.startsWith(root) && !folder.equals(root)) {
      if (Files.isSymbolicLink(folder)) {
        return true;
      }
      folder = folder.getParent();
    }
    return false;
  }

  private SourceEntry entry(Path path, BasicFileAttributes attributes) {
    String key = key(path);
    if (RawName.isKeyOf(key)) {
      return unreadableName(key);
    }
    if (attributes.isSymbolicLink()) {
      return linked(path, key);
    }
    if (!attributes.isRegularFile()) {
      return new SourceEntry.Refused(
          key, Reason.NOT_A_REGULAR_FILE, "a FIFO, socket or device, not a file");
    }
    if (!Files.isReadable(path)) {
      return new SourceEntry.Refused(key, Reason.UNREADABLE, "no permission to read the file");
    }
    return file(key, path, attributes);
  }

  private static SourceEntry unreadableName(String key) {
    return new SourceEntry.Refused(
        key, Reason.UNREADABLE_NAME, "the name is not valid UTF-8; rename the file");
  }

  private SourceEntry linked(Path path, String key) {
    try {
      Path target = path.toRealPath();
      if (!target.startsWith(root)) {
        return new SourceEntry.Refused(
            key, Reason.OUTSIDE_SOURCE, "a link that leads out of the source");
      }
      if (RawName.isKeyOf(key(target))) {
        return new SourceEntry.Refused(
            key, Reason.UNREADABLE_NAME, "a link to a file whose name is not valid UTF-8");
      }
      BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return new SourceEntry.Refused(
            key, Reason.NOT_A_REGULAR_FILE, "a link to something that is not a file");
      }
      if (!Files.isReadable(target)) {
        return new SourceEntry.Refused(key, Reason.UNREADABLE, "no permission to read the file");
      }
      return file(key, target, attributes);
    } catch (NoSuchFileException e) {
      return new SourceEntry.Refused(key, Reason.UNREADABLE, "a link to a file that is not there");
    } catch (IOException e) {
      return unreadable(path, e);
    }
  }

  private static SourceEntry file(String key, Path path, BasicFileAttributes attributes) {
    return new SourceEntry.File(key, path, attributes.size(), modified(changed(path, attributes)));
  }

  /**
   * When the file was changed, by the file system's own clock where it tells: anybody may set the
   * time of modification, as copying and unpacking do, and a text of the same length would stay
   * unseen.
   */
  private static FileTime changed(Path path, BasicFileAttributes attributes) {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      try {
        return (FileTime) Files.getAttribute(path, "unix:ctime");
      } catch (IOException e) {
        // It is gone by now, which its reader will find.
      }
    }
    return attributes.lastModifiedTime();
  }

  /** What PostgreSQL keeps of it; some file systems bear whatever time somebody has set. */
  static Instant modified(FileTime time) {
    Instant exact = time.toInstant();
    if (exact.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return exact.isAfter(LATEST) ? LATEST : exact.truncatedTo(ChronoUnit.MICROS);
  }

  private SourceEntry unreadable(Path path, IOException cause) {
    return new SourceEntry.Refused(key(path), Reason.UNREADABLE, sentence(cause));
  }

  /** Valid names as they are; the bytes of others are spelled out, so that no two are one. */
  private String key(Path path) {
    String key = root.relativize(path).toString().replace(root.getFileSystem().getSeparator(), "/");
    String raw = key.indexOf('\uFFFD') < 0 ? null : RawName.of(root, path);
    return raw == null ? key : raw;
  }

  private static String sentence(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "no permission";
    }
    String reason = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    return reason == null ? cause.getClass().getSimpleName() : reason;
  }

  private final class Walker extends SimpleFileVisitor<Path> {
    private final Consumer<SourceEntry> found;

    /** Folders that are being walked: what is wrong with one of them is no file's fault. */
    private final Set<Path> folders = new HashSet<>();

    Walker(Consumer<SourceEntry> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      if (!isLinkToFolderInside(path, attributes)) {
        found.accept(entry(path, attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      folders.add(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException cause) {
      boolean folder =
          path.equals(root)
              || folders.contains(path)
              || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      if (folder) {
        found.accept(
            new SourceEntry.Refused(
                key(path), Reason.UNREADABLE_FOLDER, "cannot be listed: " + sentence(cause)));
      } else if (!(cause instanceof NoSuchFileException)) {
        found.accept(unreadable(path, cause));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException cause) {
      folders.remove(directory);
      if (cause != null) {
        folders.add(directory);
        return visitFileFailed(directory, cause);
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isLinkToFolderInside(Path path, BasicFileAttributes attributes) {
      if (!attributes.isSymbolicLink() || !Files.isDirectory(path)) {
        return false;
      }
      try {
        return path.toRealPath().startsWith(root);
      } catch (IOException e) {
        return false;
      }
    }
  }
}
