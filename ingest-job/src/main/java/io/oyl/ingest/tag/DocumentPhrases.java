package io.oyl.ingest.tag;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The phrases of one document in order, for all of it and for any part of it. Code is left out, and
 * so is the list of references: its phrases are what others wrote about.
 */
final class DocumentPhrases {
  private static final Pattern HEADING_NUMBER =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3})*[.)]?\\s+(?=\\p{L})");

  private static final Pattern SECTION_NUMBER =
      Pattern.compile("\\d{1,3}(?:\\.\\d{1,3})+[.)]?\\s+(?=\\p{Lu})");

  private static final Pattern REFERENCES =
      Pattern.compile(
          "(?m)^[\\p{Z}\\d.]*(?:references|bibliography|works cited|literatur|literaturverzeichnis"
              + "|quellen|références|bibliographie|referencias|bibliografía|riferimenti"
              + "|bibliografia|referências|literatuur|referenser|litteratur|kaynakça|литература)"
              + "[\\p{Z}:]*$",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /** A heading that a program made, as {@code Sheet1}. */
  private static final Pattern NUMBERED_NAME = Pattern.compile("[\\p{Lu}\\p{Ll}]{4,}\\d{1,3}");

  /**
   * The name of a field and what stands behind it, in lines as calendars and address books have
   * them, and a value in capitals.
   */
  private static final Pattern FIELD =
      Pattern.compile(
          "(?m)^[A-Z][A-Z\\d-]{2,}(?:;[^:\\n]{1,200})?:(?=\\S)(?:[^\\s\\p{Ll}\\p{Lo}]+\\r?$)?+");

  /** What stands between the words of Markdown and is none: tags of HTML, comments, templates. */
  private static final Pattern FIELD_OR_MARKUP =
      Pattern.compile(
          FIELD.pattern()
              + "|</?[a-zA-Z][a-zA-Z\\d-]*(?:\\s[^<>]{0,500})?/?>|<!--(?s:(?:(?!<!--).){0,5000}?)-->"
              + "|\\{%[^%]{0,300}%}|\\{\\{[^{}]{0,300}}}");

  /** A part of better phrases is a tag of its own when it occurs this many times as often. */
  private static final int STANDS_ALONE = 2;

  private final Language language;
  private final Vocabulary vocabulary;
  private final CodePoints positions;
  private final PhraseFinder finder;
  private final List<Phrase> ranked;
  private final double best;

  DocumentPhrases(
      ExtractedDocument document, List<TextSpan> setAside, int maxWords, Specificity specificity) {
    String text = document.text();
    this.language = language(document);
    this.vocabulary = new Vocabulary(language);
    this.positions = new CodePoints(text);
    this.finder = new PhraseFinder(PartOfSpeech.of(language.code()), language.code(), maxWords);
    scan(document, Set.copyOf(setAside));
    Set<Integer> titleStems = new HashSet<>();
    for (String title : document.metadata().getOrDefault("title", List.of())) {
      titleStems.addAll(stems(title));
    }
    this.ranked = Ranking.rank(finder, titleStems, specificity, language.calendar());
    this.best = ranked.isEmpty() ? 1 : ranked.getFirst().score;
  }

  /** Stems of the words of a short text, in order. */
  List<Integer> stems(String text) {
    List<Integer> stems = new ArrayList<>();
    new TextScanner(
            vocabulary,
            language.code(),
            (words, starts, ends, length) -> {
              for (int i = 0; i < length; i++) {
                if (words[i].wordLike && !words[i].stop) {
                  stems.add(words[i].stem);
                }
              }
            })
        .scan(text, 0, text.length(), false);
    return stems;
  }

  /** The document's best tags. */
  List<Tag> best(int most, Set<List<Integer>> without) {
    Selection selection = new Selection(most, without);
    for (Phrase phrase : ranked) {
      if (selection.isFull()) {
        break;
      }
      selection.offer(phrase, phrase.score / best);
    }
    return selection.tags();
  }

  /**
   * The best tags of each chunk: phrases good for the document, the better the more of their
   * occurrences are in the chunk.
   */
  List<List<Tag>> best(List<TextChunk> chunks, int most, Set<List<Integer>> without) {
    List<PhraseFinder.Occurrence> occurrences = finder.occurrences();
    List<List<Tag>> tags = new ArrayList<>(chunks.size());
    for (TextChunk chunk : chunks) {
      int start = positions.toOffset(chunk.startOffset());
      int end = positions.toOffset(chunk.endOffset());
      Map<Phrase, Integer> counts = new HashMap<>();
      for (int i = firstFrom(occurrences, start);
          i < occurrences.size() && occurrences.get(i).start() < end;
          i++) {
        PhraseFinder.Occurrence occurrence = occurrences.get(i);
        if (occurrence.end() <= end && occurrence.phrase().score > 0) {
          counts.merge(occurrence.phrase(), 1, Integer::sum);
        }
      }
      tags.add(best(counts, most, without));
    }
    return tags;
  }

  private record Local(Phrase phrase, double score) {}

  private List<Tag> best(Map<Phrase, Integer> counts, int most, Set<List<Integer>> without) {
    int highest = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    List<Local> locals = new ArrayList<>(counts.size());
    counts.forEach(
        (phrase, count) -> {
          double frequent = Math.pow((double) count / highest, 0.3);
          double specific = Math.pow((double) count / phrase.count, 0.2);
          locals.add(new Local(phrase, phrase.score / best * frequent * specific));
        });
    locals.sort(
        (a, b) ->
            a.score != b.score
                ? Double.compare(b.score, a.score)
                : Integer.compare(a.phrase.order, b.phrase.order));
    Selection selection = new Selection(most, without);
    for (Local local : locals) {
      if (selection.isFull()) {
        break;
      }
      selection.offer(local.phrase, local.score);
    }
    return selection.tags();
  }

  private static int firstFrom(List<PhraseFinder.Occurrence> occurrences, int start) {
    int low = 0;
    int high = occurrences.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (occurrences.get(middle).start() < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void scan(ExtractedDocument document, Set<TextSpan> setAside) {
    String text = document.text();
    TextScanner scanner = new TextScanner(vocabulary, language.code(), finder);
    Pattern silent = document.mimeType().equals("text/markdown") ? FIELD_OR_MARKUP : FIELD;
    if (document.blocks().isEmpty()) {
      scanner.scan(text, 0, endWithoutReferences(text), false);
      return;
    }
    boolean references = false;
    for (Block block : document.blocks()) {
      int start = positions.toOffset(block.span().start());
      int end = positions.toOffset(block.span().end());
      if (block instanceof Block.Heading) {
        references = end - start < 60 && REFERENCES.matcher(text.substring(start, end)).matches();
      }
      if (!references && !(block instanceof Block.Code) && !setAside.contains(block.span())) {
        finder.heading(block instanceof Block.Heading);
        finder.cells(block instanceof Block.Table);
        if (!(block instanceof Block.Heading) || !isNumberedName(text, start, end)) {
          Matcher gaps = silent.matcher(text).region(behindNumber(text, start, end, block), end);
          scan(scanner, text, gaps, block instanceof Block.Table);
        }
      }
    }
  }

  private static boolean isNumberedName(String text, int start, int end) {
    return NUMBERED_NAME.matcher(text).region(start, end).matches();
  }

  private static void scan(TextScanner scanner, String text, Matcher gaps, boolean lines) {
    int from = gaps.regionStart();
    while (gaps.find()) {
      scanner.scan(text, from, gaps.start(), lines);
      from = gaps.end();
    }
    scanner.scan(text, from, gaps.regionEnd(), lines);
  }

  /** Where the words of a block begin: the number of a section is no part of a phrase. */
  private static int behindNumber(String text, int start, int end, Block block) {
    Pattern number = block instanceof Block.Heading ? HEADING_NUMBER : SECTION_NUMBER;
    Matcher matcher = number.matcher(text).region(start, end);
    return !(block instanceof Block.Table) && matcher.lookingAt() ? matcher.end() : start;
  }

  static int endWithoutReferences(String text) {
    Matcher matcher = REFERENCES.matcher(text);
    int end = text.length();
    while (matcher.find()) {
      if (matcher.start() > text.length() / 2) {
        end = matcher.start();
      }
    }
    return end;
  }

  private static Language language(ExtractedDocument document) {
    String code = document.language();
    Language known = code == null ? null : Language.of(code.toLowerCase(Locale.ROOT));
    return known == null ? LanguageGuess.of(document.text()) : known;
  }

  /** A list of tags in the making: no two say the same. */
  private final class Selection {
    private final int most;
    private final Set<List<Integer>> without;
    private final List<Phrase> chosen = new ArrayList<>();
    private final Map<String, Tag> tags = new LinkedHashMap<>();

    Selection(int most, Set<List<Integer>> without) {
      this.most = most;
      this.without = without;
    }

    boolean isFull() {
      return tags.size() >= most;
    }

    void offer(Phrase phrase, double score) {
      if (without.contains(stemsOf(phrase))) {
        return;
      }
      int inside = 0;
      for (Phrase better : chosen) {
        if (better.hasSameWords(phrase)) {
          return;
        }
        inside += better.contains(phrase) ? better.count : 0;
      }
      if (phrase.count < STANDS_ALONE * inside) {
        return;
      }
      String name =
          SurfaceForm.of(phrase.words(), phrase.names * 2 > phrase.count, vocabulary, language);
      if (name != null && !tags.containsKey(language.lower(name))) {
        double bounded = Math.clamp(score, Double.MIN_NORMAL, 1);
        tags.put(language.lower(name), new Tag(name, Tag.Source.AUTOMATIC, bounded));
        chosen.add(phrase);
      }
    }

    List<Tag> tags() {
      return List.copyOf(tags.values());
    }

    private List<Integer> stemsOf(Phrase phrase) {
      return Arrays.stream(phrase.stems).boxed().toList();
    }
  }
}
