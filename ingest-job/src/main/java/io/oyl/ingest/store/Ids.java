package io.oyl.ingest.store;

import io.oyl.ingest.source.ContentHash;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ids made from what they identify, so that writing the same thing twice meets itself. Version 8 of
 * RFC 9562: the first 122 free bits of a SHA-256, or what leaves room for the begin of another id.
 */
final class Ids {
  private static final long BEGIN = 0xFFFF_FFFF_FFFF_0000L;

  private Ids() {}

  static UUID of(String... parts) {
    ByteBuffer hash = ByteBuffer.wrap(ContentHash.ofParts(parts));
    return id(hash.getLong(), hash.getLong());
  }

  /**
   * An id of what belongs to something else, which begins with the same 48 bits. All that a file
   * brings stands side by side then in the indexes of ids, and a run, which takes files in the
   * order of their ids, goes through these once. With ids at random each row would touch a page of
   * its own, and PostgreSQL logs a page whole when it changes first after a checkpoint.
   */
  static UUID within(UUID owner, String kind, String... parts) {
    ByteBuffer hash =
        ByteBuffer.wrap(
            ContentHash.ofParts(
                Stream.concat(Stream.of(kind, owner.toString()), Stream.of(parts))
                    .toArray(String[]::new)));
    long high = hash.getLong();
    return id((owner.getMostSignificantBits() & BEGIN) | (high & ~BEGIN), hash.getLong());
  }

  private static UUID id(long high, long low) {
    return new UUID(
        (high & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L,
        (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }
}
