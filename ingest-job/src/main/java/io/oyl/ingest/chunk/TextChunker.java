package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Kind;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts documents into chunks that the embedding model reads whole. Structure decides first: a chunk
 * never crosses a heading, a slide or a sheet. Below that, units that stay whole ({@link Units}) go
 * together where the text holds together ({@link Cohesion}), in chunks of about the target length
 * ({@link Cuts}). All visible text of the document but what is set aside ends up in a chunk.
 * Thread-safe; the time is linear in the length of the text.
 */
public final class TextChunker {
  /** Raise it when the same document would be cut elsewhere or embedded with another context. */
  private static final int VERSION = 6;

  /** About a paragraph: passages of this length are found best, see {@code bin/eval}. */
  private static final int TARGET = 180;

  private final Tokenizer tokenizer;
  private final ChunkSettings settings;
  private final int budget;

  public TextChunker(Tokenizer tokenizer, ChunkSettings settings) {
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.budget = settings.budget(tokenizer);
  }

  /** Changes when the same document could be cut into other chunks. */
  public String fingerprint() {
    return "chunker-%d/%d/%d/%d/%d/%s/%s"
        .formatted(
            VERSION,
            budget,
            settings.targetTokens(),
            settings.minTokens(),
            settings.overlapTokens(),
            settings.furniture(),
            tokenizer.fingerprint());
  }

  /** Has the tokenizer load what it needs, which the first document would wait for. */
  public void warmUp() {
    tokenizer.tokenStarts("");
  }

  /** Spans of the text that no chunk has: the frame of a web page, unless it is asked for. */
  public List<TextSpan> setAside(ExtractedDocument document) {
    return settings.furniture() ? List.of() : Furniture.of(document);
  }

  /** The document's chunks in the order of its text; none when no text is visible. */
  public List<TextChunk> chunk(ExtractedDocument document) {
    CodePoints codePoints = new CodePoints(document.text());
    List<Section> sections = Outline.of(document, codePoints, setAside(document));
    return sections.isEmpty() ? List.of() : new Cut(document, codePoints).all(sections);
  }

  /** The cutting of one document; all positions are UTF-16 units of its text. */
  private final class Cut {
    private final ExtractedDocument document;
    private final String text;
    private final CodePoints codePoints;
    private final TokenPositions tokens;
    private final Breaks breaks;
    private final Sentences sentences;
    private final Context context;
    private final List<TextChunk> chunks = new ArrayList<>();

    Cut(ExtractedDocument document, CodePoints codePoints) {
      this.document = document;
      this.text = document.text();
      this.codePoints = codePoints;
      this.tokens = new TokenPositions(text, tokenizer);
      String language = document.language();
      Locale locale = language == null ? Locale.ROOT : Locale.forLanguageTag(language);
      this.breaks = new Breaks(text, locale);
      this.sentences = new Sentences(text, locale);
      this.context = new Context(document, tokenizer, budget);
    }

    List<TextChunk> all(List<Section> sections) {
      Cohesion cohesion = new Cohesion(tokens);
      List<Units> units = new ArrayList<>(sections.size());
      int[] rooms = new int[sections.size()];
      for (int i = 0; i < rooms.length; i++) {
        rooms[i] = Math.max(1, budget - context.most(sections.get(i)) - overlap());
        units.add(new Units(text, sections.get(i), tokens, breaks, sentences, rooms[i]));
        cohesion.see(units.getLast());
      }
      for (int i = 0; i < rooms.length; i++) {
        cohesion.judge(units.get(i));
        cut(sections.get(i), units.get(i), rooms[i]);
      }
      return List.copyOf(chunks);
    }

    private int overlap() {
      return Math.min(settings.overlapTokens(), budget / 3);
    }

    private void cut(Section section, Units units, int room) {
      int most = Math.max(1, 3 * room / 4);
      int wanted = settings.targetTokens() == 0 ? TARGET : settings.targetTokens();
      int target = Math.min(wanted, most);
      int least = Math.min(settings.minTokens(), budget / 4);
      int[] starts = new Cuts(room, target, least).of(units);
      for (int i = 0; i < starts.length; i++) {
        int first = i == 0 ? starts[i] : withOverlap(units, starts[i - 1], starts[i]);
        int end = units.start(i + 1 < starts.length ? starts[i + 1] : units.count());
        Kind kind = units.isProse(starts[i]) ? Kind.PROSE : Kind.TABLE;
        int start = Visible.start(text, units.start(first), end);
        if (start < end) {
          add(section, kind, start, Visible.end(text, start, end));
        }
      }
    }

    /** First unit of a chunk that says again the end of the one before it, never all of it. */
    private int withOverlap(Units units, int before, int first) {
      int unit = first;
      int size = 0;
      while (unit - 1 > before && units.isProse(unit - 1)) {
        size += units.size(unit - 1);
        if (size > overlap()) {
          break;
        }
        unit--;
      }
      return unit;
    }

    /** Adds a chunk, in two where it is longer than it was expected to be. */
    private void add(Section section, Kind kind, int start, int end) {
      String before = context.of(section, start);
      String passage = text.substring(start, end);
      int count =
          tokens.isExact(start, end)
              ? tokens.count(start, end) + context.tokens(before)
              : tokenizer.tokenStarts(before + passage).length;
      boolean single = passage.codePointCount(0, passage.length()) == 1;
      if (count > budget && single && !before.isEmpty()) {
        before = "";
        count = tokenizer.tokenStarts(passage).length;
      }
      if (count <= budget) {
        add(section, start, end, passage, before, count);
        return;
      }
      if (single) {
        throw new IllegalStateException(
            "one character has %d tokens, the budget is %d".formatted(count, budget));
      }
      int least = start + Character.charCount(passage.codePointAt(0));
      int expected = start + (int) ((long) (end - start) * budget / (count + 1));
      int high = Math.max(least, Math.min(expected, end - 1));
      int cut = breaks.last(kind, start, high, end);
      int stop = Visible.end(text, start, cut);
      add(section, kind, start, stop);
      int next = Visible.start(text, cut, end);
      if (next < end) {
        add(section, kind, next, end);
      }
    }

    private void add(
        Section section, int start, int end, String passage, String before, int count) {
      int first = codePoints.at(start);
      int last = codePoints.at(end);
      chunks.add(
          new TextChunk(
              chunks.size(),
              first,
              last,
              passage,
              document.pages().pageAt(first),
              document.pages().pageAt(last - 1),
              section.headingPath(),
              before,
              count));
    }
  }
}
