package io.oyl.ingest.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys come from that seal secrets. Properties {@code ingest.secret.*}; what is blank
 * counts as not set. {@link #toString} leaves the keys out.
 *
 * @param keys {@code id:base64}, parted by commas or white space, the active one first
 * @param keysFile a file with the same, a key a line; lines that begin with # are left out
 */
public record SecretSettings(@Nullable String keys, @Nullable String keysFile) {
  private static final String KEYS = "ingest.secret.keys (INGEST_SECRET_KEYS)";
  private static final String KEYS_FILE = "ingest.secret.keys-file (INGEST_SECRET_KEYS_FILE)";
  private static final long MAX_FILE_BYTES = 1 << 20;

  /** As PostgreSQL has it for its own key: the group may read it, since root may own it. */
  private static final Set<PosixFilePermission> TOO_OPEN =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  public SecretSettings {
    keys = keys == null || keys.isBlank() ? null : keys;
    keysFile = keysFile == null || keysFile.isBlank() ? null : keysFile.strip();
    if (keys != null && keysFile != null) {
      throw new IllegalArgumentException(
          KEYS + " and " + KEYS_FILE + " are both set: leave one of them out");
    }
  }

  /**
   * The keys that are set, none when nothing is.
   *
   * @throws IllegalArgumentException when they cannot be read or others can read them too
   */
  public KeyRing keyRing() {
    if (keys != null) {
      return KeyRing.parse(keys, KEYS);
    }
    return keysFile == null ? KeyRing.empty() : KeyRing.parse(read(Path.of(keysFile)), KEYS_FILE);
  }

  private static String read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
        throw refused(file, "is no file with keys");
      }
      if (Files.getPosixFilePermissions(file).stream().anyMatch(TOO_OPEN::contains)) {
        throw refused(file, "is open to others: chmod 600 " + file);
      }
      return Files.readAllLines(file).stream()
          .filter(line -> !line.strip().startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw refused(file, "cannot be read");
    }
  }

  private static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException(KEYS_FILE + ": " + file + " " + why);
  }

  @Override
  public String toString() {
    return "SecretSettings[keys=%s, keysFile=%s]"
        .formatted(keys == null ? "none" : "set", keysFile);
  }
}
