package io.oyl.ingest.extract.draft;

import io.oyl.ingest.source.Reason;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.poi.OldFileFormatException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaMemoryLimitException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.exception.ZeroByteFileException;
import org.jspecify.annotations.Nullable;

/** What a parser's exception means, and a sentence for people. */
public record Failure(Reason reason, String detail) {
  public static final String PASSWORD_NEEDED = "a password is needed";
  public static final String CERTIFICATE_NEEDED = "the key of its certificate is needed";
  public static final String TOO_OLD = "its format is too old to be read";
  private static final int MAX_CAUSE = 160;

  public static Failure of(Throwable thrown) {
    if (isEncrypted(thrown)) {
      return new Failure(
          Reason.ENCRYPTED, isCertificate(thrown) ? CERTIFICATE_NEEDED : PASSWORD_NEEDED);
    }
    if (has(thrown, ZeroByteFileException.class)) {
      return new Failure(Reason.EMPTY_FILE, "there are no bytes in it");
    }
    if (has(thrown, TimeoutException.class)) {
      return new Failure(Reason.TIMEOUT, "it cannot be opened in the time that a file has");
    }
    if (has(thrown, StackOverflowError.class)) {
      return new Failure(Reason.CORRUPT, "its parts are nested too deeply");
    }
    if (has(thrown, TikaMemoryLimitException.class)) {
      return new Failure(Reason.CORRUPT, "a part of it claims an impossible size");
    }
    String cause = cause(thrown);
    if (has(thrown, OldFileFormatException.class)) {
      return new Failure(Reason.UNSUPPORTED, TOO_OLD + " (" + cause + ")");
    }
    return new Failure(
        Reason.CORRUPT, cause.isEmpty() ? "it is damaged" : "it is damaged (" + cause + ")");
  }

  public static boolean isWriteLimit(Throwable thrown) {
    return has(thrown, WriteLimitReachedException.class);
  }

  public static boolean isOutOfMemory(Throwable thrown) {
    return has(thrown, OutOfMemoryError.class);
  }

  /** Tika, POI, PDFBox and Commons Compress each have their own exception for a password. */
  public static boolean isEncrypted(Throwable thrown) {
    for (Throwable t : causes(thrown)) {
      String name = t.getClass().getSimpleName();
      String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (t instanceof EncryptedDocumentException
          || name.equals("EncryptedDocumentException")
          || name.equals("PasswordRequiredException")
          || name.equals("InvalidPasswordException")
          || message.contains("decryption material")
          || (name.equals("UnsupportedZipFeatureException") && message.contains("encryption"))) {
        return true;
      }
    }
    return false;
  }

  /** PDFBox offers the empty password to every file; one for certificates cannot take it. */
  private static boolean isCertificate(Throwable thrown) {
    for (Throwable t : causes(thrown)) {
      if (String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains("decryption material")) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t : causes(thrown)) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static Iterable<Throwable> causes(Throwable thrown) {
    java.util.List<Throwable> causes = new java.util.ArrayList<>();
    for (@Nullable Throwable t = thrown; t != null && causes.size() < 50; t = t.getCause()) {
      causes.add(t);
    }
    return causes;
  }

  /** The innermost message that says something, without names of classes and of temporary files. */
  private static String cause(Throwable thrown) {
    String best = "";
    for (Throwable t : causes(thrown)) {
      String message = readable(t.getMessage());
      if (!message.isEmpty()) {
        best = message;
      }
    }
    return best;
  }

  public static String readable(@Nullable String message) {
    if (message == null
        || message.contains("TIKA-")
        || message.contains("Unexpected Runtime")
        || message.contains("cannot be cast")
        || message.contains("because \"")) {
      return "";
    }
    String line = message.lines().findFirst().orElse("");
    line = line.replaceAll("(?:[A-Za-z_$][\\w$]*\\.){2,}[A-Za-z_$][\\w$]*(?:@[0-9a-f]+)?:? ?", "");
    line = line.replaceAll("(?:/[^/ ]+){2,}", "…").replaceAll("\\p{Cntrl}", " ");
    line =
        line.replaceAll("^[;:. ]*(?:(?:line|column)Number: \\d+; )*", "").replaceAll("[.: ]+$", "");
    if (line.length() > MAX_CAUSE) {
      line = line.substring(0, line.offsetByCodePoints(0, MAX_CAUSE / 2)) + "…";
    }
    return StorableText.of(line);
  }
}
