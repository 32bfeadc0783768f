package io.oyl.ingest.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An array in an answer whose items are made when they are written, one after the other, so that
 * they are never all there.
 *
 * @param each hands over the items in their order
 */
record JsonItems(Consumer<Consumer<Object>> each) {

  /** One item for each of these. */
  static <T> JsonItems of(List<T> list, Function<T, Object> json) {
    return new JsonItems(item -> list.forEach(one -> item.accept(json.apply(one))));
  }
}
