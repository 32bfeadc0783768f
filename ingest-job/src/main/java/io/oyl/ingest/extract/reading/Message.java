package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.Extraction;

/** What a parsing process says to its owner. */
public sealed interface Message {
  /** The process can take files. */
  record Ready() implements Message {}

  /**
   * Where it is.
   *
   * @param at path of the document inside the file, empty for the file itself
   * @param pages begun in that document
   * @param codePoints read so far, of the whole file
   * @param peakHeapBytes the most that was in use so far
   * @param ocrMillis spent on character recognition so far, which has a budget of its own
   */
  record Progress(String at, int pages, int codePoints, long peakHeapBytes, long ocrMillis)
      implements Message {
    public static final Progress NONE = new Progress("", 0, 0, 0, 0);
  }

  /**
   * The answer to a file.
   *
   * @param strategy the simpler way it was read by, empty for the usual one
   */
  record Answer(Extraction extraction, String strategy, long peakHeapBytes) implements Message {}

  /** There is no simpler way to read this type of file. */
  record NoSimplerWay() implements Message {}
}
