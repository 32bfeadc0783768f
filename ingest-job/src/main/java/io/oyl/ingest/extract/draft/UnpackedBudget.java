package io.oyl.ingest.extract.draft;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bytes that may still be unpacked of a file, at all depths together. */
public final class UnpackedBudget {
  private final long mostBytes;
  private long bytes;

  public UnpackedBudget(int megabytes) {
    mostBytes = (long) megabytes << 20;
  }

  public boolean isSpent() {
    return bytes > mostBytes;
  }

  public InputStream measured(InputStream stream) {
    return new Measured(stream);
  }

  private final class Measured extends FilterInputStream {
    Measured(InputStream stream) {
      super(stream);
    }

    private int spend(int read) throws SpentException {
      bytes += Math.max(0, read);
      if (isSpent()) {
        throw new SpentException();
      }
      return read;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      spend(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return spend(super.read(buffer, offset, length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The owner of the stream closes it. */
    @Override
    public void close() {}
  }

  /** The limit is reached. */
  public static final class SpentException extends IOException {
    SpentException() {
      super("more was unpacked than the limit allows");
    }
  }
}
