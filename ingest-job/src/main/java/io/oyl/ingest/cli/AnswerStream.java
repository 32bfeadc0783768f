package io.oyl.ingest.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which remembers why it could not be written. A reader that has seen enough, as
 * {@code head} has, is no failure.
 */
final class AnswerStream extends OutputStream {
  private final OutputStream stream;
  private @Nullable IOException failure;

  AnswerStream(OutputStream stream) {
    this.stream = stream;
  }

  /** What got lost of the answer, in words. */
  Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(message -> !message.contains("Broken pipe"));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }
}
