package io.oyl.ingest.extract.plain;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * How bytes look as UTF-8. A character that is cut at their end counts as neither valid nor
 * malformed.
 *
 * @param characters UTF-16 units of valid characters beyond ASCII
 * @param malformed sequences that are not UTF-8
 * @param cut whether the last character is cut
 * @param escape whether there is an escape, as older encodings of seven bits have it
 * @param zero whether there is a zero byte
 */
record Utf8Look(int characters, int malformed, boolean cut, boolean escape, boolean zero) {
  private static final int PIECE = 1 << 13;

  static Utf8Look at(byte[] bytes) {
    boolean escape = false;
    boolean zero = false;
    for (byte b : bytes) {
      escape |= b == 0x1B;
      zero |= b == 0;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(PIECE);
    int characters = 0;
    int malformed = 0;
    CoderResult result;
    do {
      result = decoder.decode(in, out, false);
      for (int i = 0; i < out.position(); i++) {
        characters += out.get(i) > 0x7F ? 1 : 0;
      }
      out.clear();
      if (result.isError()) {
        malformed++;
        in.position(in.position() + result.length());
      }
    } while (!result.isUnderflow());
    return new Utf8Look(characters, malformed, in.hasRemaining(), escape, zero);
  }

  /** Whether all of it is valid, and more than ASCII. */
  boolean isBeyondAscii() {
    return malformed == 0 && characters > 0 && !zero;
  }

  /** Whether all of it is valid, and no older encoding. */
  boolean isValid() {
    return isBeyondAscii() || (malformed == 0 && !cut && !escape && !zero);
  }

  /** Whether it is another encoding rather than UTF-8 with damage. */
  boolean isOther() {
    return malformed > characters;
  }
}
