package io.oyl.ingest.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in PostgreSQL's binary COPY format, sent while they are written. Fields must come in the
 * order, number and types of the statement's columns; nothing checks that before the server does.
 */
final class BinaryRows {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int TEXT_OID = 25;
  private static final int CAPACITY = 1 << 16;

  private final Sink sink;
  private ByteBuffer buffer = ByteBuffer.allocate(CAPACITY);

  BinaryRows(Sink sink) {
    this.sink = sink;
    buffer.put(HEADER);
  }

  /** Takes bytes; they are the caller's again afterwards. */
  @FunctionalInterface
  interface Sink {
    void write(byte[] bytes, int offset, int length) throws SQLException;
  }

  BinaryRows row(int fields) throws SQLException {
    room(2).putShort((short) fields);
    return this;
  }

  BinaryRows uuid(UUID value) throws SQLException {
    room(20)
        .putInt(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
    return this;
  }

  BinaryRows text(@Nullable String value) throws SQLException {
    if (value == null) {
      room(4).putInt(-1);
    } else {
      field(value.getBytes(UTF_8));
    }
    return this;
  }

  /** What the type's own binary form is. */
  BinaryRows bytes(byte @Nullable [] value) throws SQLException {
    if (value == null) {
      room(4).putInt(-1);
    } else {
      field(value);
    }
    return this;
  }

  private void field(byte[] bytes) throws SQLException {
    room(4 + bytes.length).putInt(bytes.length).put(bytes);
  }

  BinaryRows integer(@Nullable Integer value) throws SQLException {
    if (value == null) {
      room(4).putInt(-1);
    } else {
      room(8).putInt(4).putInt(value);
    }
    return this;
  }

  BinaryRows doublePrecision(double value) throws SQLException {
    room(12).putInt(8).putDouble(value);
    return this;
  }

  /** {@code text[]}, one-dimensional, from 1. */
  BinaryRows texts(List<String> values) throws SQLException {
    if (values.isEmpty()) {
      room(16).putInt(12).putInt(0).putInt(0).putInt(TEXT_OID);
      return this;
    }
    List<byte[]> elements = values.stream().map(value -> value.getBytes(UTF_8)).toList();
    int size = 20 + elements.stream().mapToInt(element -> 4 + element.length).sum();
    room(24).putInt(size).putInt(1).putInt(0).putInt(TEXT_OID).putInt(values.size()).putInt(1);
    for (byte[] element : elements) {
      field(element);
    }
    return this;
  }

  /** pgvector's {@code vector}. */
  BinaryRows vector(float[] values) throws SQLException {
    int size = 4 + 4 * values.length;
    ByteBuffer to = room(4 + size);
    to.putInt(size).putShort((short) values.length).putShort((short) 0);
    for (float value : values) {
      to.putFloat(value);
    }
    return this;
  }

  /** Sends what is left. */
  void end() throws SQLException {
    room(2).putShort((short) -1);
    flush();
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (buffer.remaining() < bytes) {
      flush();
      if (buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocate(bytes);
      }
    }
    return buffer;
  }

  private void flush() throws SQLException {
    sink.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
