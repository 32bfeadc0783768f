package io.oyl.ingest.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard error with a line at its end that comes and goes: whatever else is written takes the
 * line away first, so that a log line never lands in a progress bar.
 */
final class ProgressLine extends OutputStream {
  private static final byte[] CLEAR = {'\r', 0x1B, '[', 'K'};

  private final OutputStream stream;
  private boolean isShown;
  private boolean isClosed;
  private boolean isAtLineStart = true;

  ProgressLine(OutputStream stream) {
    this.stream = stream;
  }

  /** Shows the line in place of the one before; waits with it while another line is unfinished. */
  synchronized void show(byte[] line) throws IOException {
    if (isAtLineStart && !isClosed) {
      clear();
      stream.write(line);
      stream.flush();
      isShown = true;
    }
  }

  synchronized void clear() throws IOException {
    if (isShown) {
      stream.write(CLEAR);
      stream.flush();
      isShown = false;
    }
  }

  /** Nothing is written from now on: the program is being ended, and the last word is said. */
  @Override
  public synchronized void close() throws IOException {
    clear();
    stream.flush();
    isClosed = true;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0 && !isClosed) {
      clear();
      stream.write(bytes, offset, length);
      isAtLineStart = bytes[offset + length - 1] == '\n';
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    stream.flush();
  }
}
