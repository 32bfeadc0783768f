package io.oyl.ingest.extract;

import java.nio.file.Path;

/**
 * Turns one file into text. Safe for use by several threads: each call takes a parsing process of
 * its own and waits while all are busy.
 */
public interface DocumentExtractor extends AutoCloseable {

  /**
   * Extracts a regular file. A file's own failure is an answer, never an exception.
   *
   * @throws InterruptedException when the calling thread is interrupted; the parsing process is
   *     gone by then
   * @throws ExtractorUnavailableException when no parsing process can be started at all: a fault of
   *     the machine, not of the file, so the run must stop
   */
  Extraction extract(Path file) throws InterruptedException;

  /** Loads what the first file would wait for in this process; without it, that file waits. */
  void warmUp();

  /** Names everything in code and settings that decides what comes out, for the ledger. */
  String fingerprint();

  /**
   * Names what decides whether a file can be read whole: time, memory, character recognition. Where
   * it changes, files that were read whole stay as they are and the others deserve another try.
   */
  String limits();

  /** Ends all parsing processes and removes their temporary files. */
  @Override
  void close();
}
