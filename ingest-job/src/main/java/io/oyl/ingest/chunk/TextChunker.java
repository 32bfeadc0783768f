package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Kind;
import io.oyl.ingest.chunk.Section.Part;
import io.oyl.ingest.extract.ExtractedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts documents into chunks that the embedding model reads whole. Structure decides first: a chunk
 * never crosses a heading, a slide or a sheet, and whole blocks go together as long as they fit;
 * what is longer than the budget is cut by {@link Breaks}. All visible text of the document ends up
 * in exactly one chunk. Thread-safe; the time is linear in the length of the text.
 */
public final class TextChunker {
  /** Raise it when the same document would be cut elsewhere. */
  private static final int VERSION = 1;

  /**
   * A token stands for at most so many characters, or tokenizers that make one token of any long
   * word would let a chunk grow without end.
   */
  private static final int MAX_CHARACTERS_PER_TOKEN = 10;

  private final Tokenizer tokenizer;
  private final int budget;
  private final int maxLength;
  private final int minTokens;

  public TextChunker(Tokenizer tokenizer, ChunkSettings settings) {
    this.tokenizer = tokenizer;
    this.budget = settings.budget(tokenizer);
    this.maxLength = (int) Math.min(1 << 24, (long) budget * MAX_CHARACTERS_PER_TOKEN);
    this.minTokens = Math.min(settings.minTokens(), budget / 4);
  }

  /** Changes when the same document could be cut into other chunks. */
  public String fingerprint() {
    return "chunker-%d/%d/%d/%s".formatted(VERSION, budget, minTokens, tokenizer.fingerprint());
  }

  /** The document's chunks in the order of its text; none when no text is visible. */
  public List<TextChunk> chunk(ExtractedDocument document) {
    CodePoints codePoints = new CodePoints(document.text());
    List<Section> sections = Outline.of(document, codePoints);
    return sections.isEmpty() ? List.of() : new Cut(document, codePoints).all(sections);
  }

  /** The cutting of one document; all positions are UTF-16 units of its text. */
  private final class Cut {
    private final ExtractedDocument document;
    private final String text;
    private final CodePoints codePoints;
    private final TokenPositions tokens;
    private final Breaks breaks;
    private final List<TextChunk> chunks = new ArrayList<>();

    Cut(ExtractedDocument document, CodePoints codePoints) {
      this.document = document;
      this.text = document.text();
      this.codePoints = codePoints;
      this.tokens = new TokenPositions(text, tokenizer);
      String language = document.language();
      this.breaks =
          new Breaks(text, language == null ? Locale.ROOT : Locale.forLanguageTag(language));
    }

    List<TextChunk> all(List<Section> sections) {
      for (Section section : sections) {
        int part = 0;
        int start = section.parts().getFirst().start();
        while (start < section.end()) {
          int end = next(section, part, start);
          start = Visible.start(text, end, section.end());
          while (part < section.parts().size() && section.parts().get(part).end() <= start) {
            part++;
          }
        }
      }
      return List.copyOf(chunks);
    }

    /** Adds the chunk that begins here, answers its end. */
    private int next(Section section, int part, int start) {
      int end = Visible.end(text, start, firstEnd(section, part, start));
      while (true) {
        String passage = text.substring(start, end);
        if (tokens.isExact(start, end)) {
          int count = tokens.count(start, end);
          if (count <= budget) {
            add(section, start, end, passage, count);
            return end;
          }
        }
        int[] starts = tokenizer.tokenStarts(passage);
        if (starts.length <= budget) {
          add(section, start, end, passage, starts.length);
          return end;
        }
        int firstWidth = Character.charCount(passage.codePointAt(0));
        if (firstWidth == passage.length()) {
          throw new IllegalStateException(
              "one character has %d tokens, the budget is %d".formatted(starts.length, budget));
        }
        int high = start + Math.max(firstWidth, passage.offsetByCodePoints(0, starts[budget]));
        end = Visible.end(text, start, lastBreak(section, part, start, high));
      }
    }

    private int firstEnd(Section section, int part, int start) {
      int first = tokens.before(start);
      int last = tokens.before(section.end());
      if (last - first <= budget && section.end() - start <= maxLength) {
        int page = pageEnd(section, part, start, section.end());
        return page > start && tokens.count(page, section.end()) >= minTokens
            ? page
            : section.end();
      }
      int high = Math.min(tokens.start(first + budget), start + maxLength);
      if (last - tokens.before(high) < minTokens && last - minTokens > first) {
        high = Math.min(high, tokens.start(last - minTokens));
      }
      high = Math.max(start + 1, Math.min(high, section.end() - 1));
      return lastBreak(section, part, start, high);
    }

    /**
     * The best place to end a chunk in {@code (start, high]}; {@code high} is inside the section.
     */
    private int lastBreak(Section section, int part, int start, int high) {
      int low = Math.min(filled(start, 4), start + (high - start) / 2);
      int page = pageEnd(section, part, start, high);
      if (page > start) {
        return page;
      }
      int block = start;
      int blockBeforeLow = start;
      for (int i = part; i + 1 < section.parts().size(); i++) {
        Part candidate = section.parts().get(i);
        if (candidate.end() > high) {
          break;
        }
        blockBeforeLow = candidate.end();
        if (candidate.kind() != Kind.HEADING && candidate.end() > low) {
          block = candidate.end();
        }
      }
      if (block > start) {
        return block;
      }
      for (int i = part; i < section.parts().size(); i++) {
        Part candidate = section.parts().get(i);
        if (candidate.end() > high) {
          int from = Math.max(start, candidate.start());
          if (from >= high) {
            break;
          }
          return breaks.last(candidate.kind(), from, Math.max(low, from), high, candidate.end());
        }
      }
      return blockBeforeLow;
    }

    /** End of the last page that ends in a block's end and leaves the chunk half full or more. */
    private int pageEnd(Section section, int part, int start, int high) {
      int half = filled(start, 2);
      int found = start;
      for (int i = part; i + 1 < section.parts().size(); i++) {
        Part candidate = section.parts().get(i);
        if (candidate.end() > high) {
          break;
        }
        if (candidate.end() >= half
            && candidate.kind() != Kind.HEADING
            && section.parts().get(i + 1).startsPage()) {
          found = candidate.end();
        }
      }
      return found;
    }

    /** Where a chunk that begins here is filled to one part in so many. */
    private int filled(int start, int parts) {
      return Math.min(
          tokens.start(tokens.before(start) + budget / parts), start + maxLength / parts);
    }

    private void add(Section section, int start, int end, String passage, int count) {
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
              count));
    }
  }
}
