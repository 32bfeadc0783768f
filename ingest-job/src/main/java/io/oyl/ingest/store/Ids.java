package io.oyl.ingest.store;

import io.oyl.ingest.source.ContentHash;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Ids made from what they identify, so that writing the same thing twice meets itself. Version 8 of
 * RFC 9562: the first 122 free bits of a SHA-256.
 */
final class Ids {
  private Ids() {}

  static UUID of(String... parts) {
    ByteBuffer hash = ByteBuffer.wrap(ContentHash.ofParts(parts));
    long high = (hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
