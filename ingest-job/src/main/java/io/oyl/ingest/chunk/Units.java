package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Kind;
import io.oyl.ingest.chunk.Section.Part;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a section that stay whole: sentences, lines, table rows, and parts of what is too
 * long. Before each stands what a cut there is worth, in the measure of {@link Cuts}.
 */
final class Units {
  /** Before the text of a heading: only where nothing else is possible. */
  private static final double NEVER = -10;

  private static final double PAGE = 0.9;
  private static final double PARAGRAPH = 0.6;
  private static final double LINE = 0.2;

  /** Inside of a list item, a table, code: these stay whole where they fit. */
  private static final double INSIDE = -0.3;

  /** A line or sentence that leads to what follows it is no longer, in tokens. */
  private static final int LEAD = 32;

  private final String text;
  private final TokenPositions tokens;
  private final Breaks breaks;
  private final int room;
  private int[] starts = new int[16];
  private int[] sizes = new int[16];
  private double[] worth = new double[16];
  private boolean[] prose = new boolean[16];
  private int count;
  private int end;

  /** Whether what was read last leads to the next line. */
  private boolean led;

  /**
   * Reads the pieces of a section.
   *
   * @param room the longest piece, in tokens
   */
  Units(
      String text,
      Section section,
      TokenPositions tokens,
      Breaks breaks,
      Sentences sentences,
      int room) {
    this.text = text;
    this.tokens = tokens;
    this.breaks = breaks;
    this.room = room;
    Part before = null;
    for (Part part : section.parts()) {
      double worthOfPart = between(before, part);
      if (part.kind() == Kind.PROSE || part.kind() == Kind.ITEM) {
        sentences.cut(
            part.start(),
            part.end(),
            (start, stop, begins) ->
                sentence(
                    part,
                    start,
                    stop,
                    begins,
                    start == part.start() ? worthOfPart : inside(part.kind(), begins)));
      } else if (part.kind() == Kind.HEADING) {
        add(part.kind(), part.start(), part.end(), worthOfPart);
        led = false;
      } else {
        lines(part, led && !part.startsPage() ? INSIDE : worthOfPart);
        led = false;
      }
      before = part;
      end = part.end();
    }
  }

  /** A title that the file does not mark as one goes with the text below it, not above. */
  private void sentence(
      Part part, int start, int stop, Sentences.Start begins, double worthOfStart) {
    boolean first = start == part.start();
    boolean line = first || begins != Sentences.Start.SENTENCE;
    boolean leads = part.kind() == Kind.PROSE && leads(start, stop, line);
    boolean held = led && line && !leads && !(first && part.startsPage());
    add(part.kind(), start, stop, held ? INSIDE : worthOfStart);
    led = leads;
  }

  /** Short, and not the end of a sentence; what is no line of its own leads with a colon. */
  private boolean leads(int start, int stop, boolean line) {
    int last = Visible.end(text, start, stop);
    if (last == start || tokens.size(start, stop) > LEAD) {
      return false;
    }
    int end = text.codePointBefore(last);
    return end == ':' || (line && (Character.isLetterOrDigit(end) || end == '='));
  }

  private static double between(@Nullable Part before, Part part) {
    if (before == null) {
      return 0;
    }
    if (before.kind() == Kind.HEADING) {
      return NEVER;
    }
    if (part.startsPage()) {
      return PAGE;
    }
    return part.kind() == Kind.ITEM ? LINE : PARAGRAPH;
  }

  private static double inside(Kind kind, Sentences.Start begins) {
    if (kind == Kind.ITEM) {
      return begins == Sentences.Start.PARAGRAPH ? 0 : INSIDE;
    }
    return switch (begins) {
      case PARAGRAPH -> PARAGRAPH;
      case LINE -> LINE;
      case SENTENCE -> 0;
    };
  }

  private void lines(Part part, double worthOfPart) {
    int start = part.start();
    double worthOfLine = worthOfPart;
    while (start < part.end()) {
      int next = Sentences.lineEnd(text, start, part.end());
      int begin = Visible.start(text, next, part.end());
      add(part.kind(), start, begin, worthOfLine);
      boolean empty = part.kind() == Kind.CODE && breaks.isEmptyLine(next, begin);
      worthOfLine = start < part.headerEnd() ? NEVER : empty ? LINE : INSIDE;
      start = begin;
    }
  }

  /** Adds a piece, in several of about one length where it is too long. */
  private void add(Kind kind, int start, int stop, double worthOfStart) {
    int from = start;
    double before = worthOfStart;
    while (stop - from > 1 && tokens.size(from, stop) > room) {
      int size = tokens.size(from, stop);
      int pieces = (size + room - 1) / room;
      int even = (size + pieces - 1) / pieces;
      int high = Math.clamp(tokens.end(from, even), from + 1, stop - 1);
      int cut = breaks.last(kind, from, high, stop);
      if (cut >= stop) {
        break;
      }
      put(kind, from, cut, before);
      from = Visible.start(text, cut, stop);
      before = kind == Kind.ITEM || kind.isLines() ? INSIDE : 0;
      if (from == stop) {
        return;
      }
    }
    put(kind, from, stop, before);
  }

  private void put(Kind kind, int start, int stop, double before) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
      worth = Arrays.copyOf(worth, 2 * count);
      prose = Arrays.copyOf(prose, 2 * count);
    }
    starts[count] = start;
    sizes[count] = tokens.size(start, stop);
    worth[count] = before;
    prose[count] = !kind.isLines();
    count++;
  }

  int count() {
    return count;
  }

  int start(int unit) {
    return unit == count ? end : starts[unit];
  }

  int size(int unit) {
    return sizes[unit];
  }

  double worth(int unit) {
    return worth[unit];
  }

  /** A cut here is worth so much more. */
  void add(int unit, double more) {
    worth[unit] += more;
  }

  /** Whether the unit is running text. */
  boolean isProse(int unit) {
    return prose[unit];
  }
}
