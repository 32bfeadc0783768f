package io.oyl.ingest.extract;

import java.time.Duration;

/**
 * Limits of the extraction.
 *
 * @param timeout per file; a second try gets twice as much
 * @param heapMegabytes of one parsing process; a second try gets twice as much
 * @param forks parsing processes that may work at the same time; 0 means as many as cores
 * @param filesPerFork after so many files a process is replaced
 * @param maxFileBytes larger files are refused unread
 * @param maxTextCharacters code points of one file, the documents inside it included; text beyond
 *     is cut and the cut is told
 * @param maxEmbedded documents inside one file
 * @param maxDepth how deep they may be nested
 * @param maxTempMegabytes temporary disk space of one parsing process
 * @param maxUnpackedMegabytes bytes of all documents inside one file together
 * @param ocr character recognition, where Tesseract is installed
 */
public record ExtractSettings(
    Duration timeout,
    int heapMegabytes,
    int forks,
    int filesPerFork,
    long maxFileBytes,
    int maxTextCharacters,
    int maxEmbedded,
    int maxDepth,
    int maxTempMegabytes,
    int maxUnpackedMegabytes,
    OcrSettings ocr) {

  public ExtractSettings {
    require(!timeout.isNegative() && !timeout.isZero(), "timeout", timeout, "more than zero");
    require(timeout.compareTo(Duration.ofDays(1)) <= 0, "timeout", timeout, "one day at the most");
    require(heapMegabytes >= 64, "heap-megabytes", heapMegabytes, "64 or more");
    forks = forks == 0 ? Runtime.getRuntime().availableProcessors() : forks;
    require(forks >= 1, "forks", forks, "0 (as many as cores) or more");
    require(filesPerFork >= 1, "files-per-fork", filesPerFork, "1 or more");
    require(maxFileBytes >= 1, "max-file-bytes", maxFileBytes, "1 or more");
    require(
        maxTextCharacters >= 1 && maxTextCharacters <= 250_000_000,
        "max-text-characters",
        maxTextCharacters,
        "1 to 250000000, what a PostgreSQL text can surely hold");
    require(maxEmbedded >= 0, "max-embedded", maxEmbedded, "0 or more");
    require(maxDepth >= 0 && maxDepth <= 100, "max-depth", maxDepth, "0 to 100");
    require(maxTempMegabytes >= 1, "max-temp-megabytes", maxTempMegabytes, "1 or more");
    require(maxUnpackedMegabytes >= 1, "max-unpacked-megabytes", maxUnpackedMegabytes, "1 or more");
  }

  public static ExtractSettings defaults() {
    return new ExtractSettings(
        Duration.ofSeconds(60),
        512,
        Runtime.getRuntime().availableProcessors(),
        5_000,
        1L << 30,
        50_000_000,
        10_000,
        20,
        4_096,
        4_096,
        OcrSettings.defaults());
  }

  static void require(boolean good, String property, Object value, String wanted) {
    if (!good) {
      throw new IllegalArgumentException(
          "ingest.extract." + property + " is " + value + ", must be " + wanted);
    }
  }
}
