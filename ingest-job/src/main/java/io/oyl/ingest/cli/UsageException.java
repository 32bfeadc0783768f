package io.oyl.ingest.cli;

/** The caller asked for something that cannot be; the message is one sentence for him. */
final class UsageException extends RuntimeException {
  UsageException(String message) {
    super(message);
  }
}
