package io.oyl.ingest.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Plain recursive splitting, as everybody ships it: at the coarsest separator that the text has,
 * again with the next one where a piece is still too long, then small pieces are joined as long as
 * they fit. Separators stay at the start of the piece behind them; spans are trimmed.
 */
final class RecursiveSplitter {
  private static final List<String> SEPARATORS = List.of("\n\n", "\n", ".", "?", "!", " ", "");

  private final int most;
  private final ToIntFunction<String> length;

  /**
   * A splitter.
   *
   * @param most longest piece, in what {@code length} counts
   */
  RecursiveSplitter(int most, ToIntFunction<String> length) {
    this.most = most;
    this.length = length;
  }

  /** Spans in UTF-16 units, in order. */
  List<Span> split(String text) {
    List<Span> spans = new ArrayList<>();
    for (Span span : split(text, 0, text.length(), SEPARATORS)) {
      int start = span.start();
      int end = span.end();
      while (start < end && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      if (start < end) {
        spans.add(new Span(start, end));
      }
    }
    return spans;
  }

  private List<Span> split(String text, int from, int to, List<String> separators) {
    int first = 0;
    while (!separators.get(first).isEmpty()
        && !text.substring(from, to).contains(separators.get(first))) {
      first++;
    }
    String separator = separators.get(first);
    List<String> rest = separators.subList(first + 1, separators.size());
    List<Span> out = new ArrayList<>();
    List<Span> small = new ArrayList<>();
    for (Span piece : pieces(text, from, to, separator)) {
      if (length.applyAsInt(text.substring(piece.start(), piece.end())) <= most) {
        small.add(piece);
      } else {
        join(text, small, out);
        out.addAll(
            rest.isEmpty() ? List.of(piece) : split(text, piece.start(), piece.end(), rest));
      }
    }
    join(text, small, out);
    return out;
  }

  private static List<Span> pieces(String text, int from, int to, String separator) {
    List<Span> pieces = new ArrayList<>();
    int start = from;
    int next = separator.isEmpty() ? from + 1 : text.indexOf(separator, from + 1);
    while (next >= 0 && next < to) {
      pieces.add(new Span(start, next));
      start = next;
      next = separator.isEmpty() ? next + 1 : text.indexOf(separator, next + 1);
    }
    pieces.add(new Span(start, to));
    return pieces;
  }

  private void join(String text, List<Span> small, List<Span> out) {
    Span joined = null;
    for (Span piece : small) {
      if (joined == null) {
        joined = piece;
      } else if (length.applyAsInt(text.substring(joined.start(), piece.end())) <= most) {
        joined = new Span(joined.start(), piece.end());
      } else {
        out.add(joined);
        joined = piece;
      }
    }
    if (joined != null) {
      out.add(joined);
    }
    small.clear();
  }
}
