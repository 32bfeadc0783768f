package io.oyl.ingest.extract;

import java.time.Duration;

/**
 * Character recognition.
 *
 * @param program Tesseract: a path, {@code off}, or empty for the one on the PATH
 * @param languages of the texts, as Tesseract names them, joined by {@code +}
 * @param pageTimeout of one page or image
 * @param fileTimeout of all pages of one file together; it comes on top of the file's own
 */
public record OcrSettings(
    String program, String languages, Duration pageTimeout, Duration fileTimeout) {
  public OcrSettings {
    ExtractSettings.require(
        languages.matches("[A-Za-z0-9_]+(\\+[A-Za-z0-9_]+)*"),
        "ocr.languages",
        languages,
        "names like eng or eng+deu");
    require(pageTimeout, "ocr.page-timeout");
    require(fileTimeout, "ocr.file-timeout");
  }

  private static void require(Duration duration, String property) {
    ExtractSettings.require(
        duration.isPositive() && duration.compareTo(Duration.ofDays(1)) <= 0,
        property,
        duration,
        "more than zero, one day at the most");
  }

  public static OcrSettings defaults() {
    return new OcrSettings("", "eng", Duration.ofSeconds(60), Duration.ofMinutes(30));
  }

  public static OcrSettings off() {
    return new OcrSettings("off", "eng", Duration.ofSeconds(60), Duration.ofMinutes(30));
  }
}
