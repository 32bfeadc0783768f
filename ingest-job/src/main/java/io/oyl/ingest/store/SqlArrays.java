package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;

/**
 * Array parameters in the one form that pgjdbc encodes by itself; cast to {@code uuid[]} in SQL.
 */
final class SqlArrays {
  private SqlArrays() {}

  static String[] of(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }
}
