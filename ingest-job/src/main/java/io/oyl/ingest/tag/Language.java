package io.oyl.ingest.tag;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/**
 * What tagging has to know about one language: its stop words, its stems, its cases. Nothing here
 * depends on the default locale. Immutable, thread-safe.
 */
final class Language {
  /** Their stop words are written in more ways than one, and are no other words in any of them. */
  private static final Set<String> COMPARED_BY_FORM = Set.of("el", "fa", "hi");

  /**
   * Words of no known language, as in lists and files of programs: what English has no use for is a
   * stop word, nothing is stemmed.
   */
  static final Language NONE =
      new Language("", snowball("english_stop.txt"), StandardAnalyzer::new, Set.of());

  private static final Map<String, Language> ALL = all();
  private static final Set<Language> KNOWN = new LinkedHashSet<>(ALL.values());

  private final String code;
  private final Locale locale;
  private final Set<String> stopWords;

  /** None where words are compared as they are written, which saves asking the analyzer. */
  private final Set<String> normalizedStopWords;

  private final Set<String> weakWords;
  private final Analyzer analyzer;
  private final CalendarNames calendar;

  private Language(
      String code,
      CharArraySet stopWords,
      Function<CharArraySet, Analyzer> analyzer,
      Set<String> moreStopWords) {
    this.code = code;
    this.locale = Locale.of(code);
    Set<String> stops =
        stopWords.stream()
            .map(word -> new String((char[]) word).toLowerCase(locale))
            .collect(Collectors.toCollection(TreeSet::new));
    stops.addAll(moreStopWords);
    this.stopWords = Set.copyOf(stops);
    this.weakWords = words("weak_" + code + ".txt");
    this.analyzer = analyzer.apply(CharArraySet.EMPTY_SET);
    this.normalizedStopWords =
        COMPARED_BY_FORM.contains(code)
            ? stops.stream().map(this::normalized).collect(Collectors.toUnmodifiableSet())
            : Set.of();
    this.calendar = new CalendarNames(code.isEmpty() ? Locale.ENGLISH : locale);
  }

  /** The language of an ISO 639-1 code, null when nothing is known about it. */
  static @Nullable Language of(String code) {
    return ALL.get(code);
  }

  /** Every language once, the order is fixed. */
  static Set<Language> known() {
    return KNOWN;
  }

  String code() {
    return code;
  }

  String lower(String word) {
    return word.toLowerCase(locale);
  }

  /** As the analyzer compares words: Greek without accents, Persian with Arabic letters. */
  private String normalized(String lower) {
    return analyzer.normalize("", lower).utf8ToString();
  }

  Set<String> stopWords() {
    return stopWords;
  }

  /** Whether it has a lower case of its own, or stop words that are in no list. */
  boolean hasOwnRules() {
    return switch (code) {
      case "tr", "az", "lt", "ko" -> true;
      default -> false;
    };
  }

  boolean isStopWord(String lower) {
    return isListed(lower)
        || (!normalizedStopWords.isEmpty() && normalizedStopWords.contains(normalized(lower)));
  }

  /** Whether it is a stop word as it is written. */
  boolean isListed(String lower) {
    return stopWords.contains(lower) || (code.equals("ko") && Korean.isVerb(lower));
  }

  boolean isWeak(String lower) {
    return weakWords.contains(lower);
  }

  CalendarNames calendar() {
    return calendar;
  }

  /** What stays of the word when its endings are taken off; never empty unless the word is. */
  String stem(String lower) {
    StringBuilder stem = new StringBuilder(lower.length());
    try (TokenStream tokens = analyzer.tokenStream("", lower)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        if (!stem.isEmpty()) {
          stem.append('-');
        }
        stem.append(term);
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return stem.isEmpty() ? lower : stem.toString();
  }

  private static Map<String, Language> all() {
    Map<String, Language> all = new LinkedHashMap<>();
    add(all, "en", snowball("english_stop.txt"), EnglishAnalyzer::new);
    add(all, "de", GermanAnalyzer.getDefaultStopSet(), GermanAnalyzer::new);
    add(all, "fr", FrenchAnalyzer.getDefaultStopSet(), FrenchAnalyzer::new);
    add(all, "es", SpanishAnalyzer.getDefaultStopSet(), SpanishAnalyzer::new);
    add(all, "it", ItalianAnalyzer.getDefaultStopSet(), ItalianAnalyzer::new);
    add(all, "pt", PortugueseAnalyzer.getDefaultStopSet(), PortugueseAnalyzer::new);
    add(all, "nl", DutchAnalyzer.getDefaultStopSet(), DutchAnalyzer::new);
    add(all, "sv", SwedishAnalyzer.getDefaultStopSet(), SwedishAnalyzer::new);
    add(all, "da", DanishAnalyzer.getDefaultStopSet(), DanishAnalyzer::new);
    add(all, "no", NorwegianAnalyzer.getDefaultStopSet(), NorwegianAnalyzer::new);
    add(all, "fi", FinnishAnalyzer.getDefaultStopSet(), FinnishAnalyzer::new);
    add(all, "ru", RussianAnalyzer.getDefaultStopSet(), RussianAnalyzer::new);
    add(all, "tr", TurkishAnalyzer.getDefaultStopSet(), TurkishAnalyzer::new);
    add(all, "ar", ArabicAnalyzer.getDefaultStopSet(), ArabicAnalyzer::new);
    add(all, "hi", HindiAnalyzer.getDefaultStopSet(), HindiAnalyzer::new);
    add(all, "el", GreekAnalyzer.getDefaultStopSet(), GreekAnalyzer::new);
    add(all, "bg", BulgarianAnalyzer.getDefaultStopSet(), BulgarianAnalyzer::new);
    add(all, "bn", BengaliAnalyzer.getDefaultStopSet(), BengaliAnalyzer::new);
    add(all, "ca", CatalanAnalyzer.getDefaultStopSet(), CatalanAnalyzer::new);
    add(all, "cs", CzechAnalyzer.getDefaultStopSet(), CzechAnalyzer::new);
    add(all, "et", EstonianAnalyzer.getDefaultStopSet(), EstonianAnalyzer::new);
    add(all, "eu", BasqueAnalyzer.getDefaultStopSet(), BasqueAnalyzer::new);
    add(all, "fa", PersianAnalyzer.getDefaultStopSet(), PersianAnalyzer::new);
    add(all, "ga", IrishAnalyzer.getDefaultStopSet(), IrishAnalyzer::new);
    add(all, "gl", GalicianAnalyzer.getDefaultStopSet(), GalicianAnalyzer::new);
    add(all, "hu", HungarianAnalyzer.getDefaultStopSet(), HungarianAnalyzer::new);
    add(all, "hy", ArmenianAnalyzer.getDefaultStopSet(), ArmenianAnalyzer::new);
    add(all, "id", IndonesianAnalyzer.getDefaultStopSet(), IndonesianAnalyzer::new);
    add(all, "lt", LithuanianAnalyzer.getDefaultStopSet(), LithuanianAnalyzer::new);
    add(all, "lv", LatvianAnalyzer.getDefaultStopSet(), LatvianAnalyzer::new);
    add(all, "ne", NepaliAnalyzer.getDefaultStopSet(), NepaliAnalyzer::new);
    add(all, "ro", RomanianAnalyzer.getDefaultStopSet(), RomanianAnalyzer::new);
    add(all, "sr", SerbianAnalyzer.getDefaultStopSet(), SerbianAnalyzer::new);
    add(all, "ta", TamilAnalyzer.getDefaultStopSet(), TamilAnalyzer::new);
    add(all, "te", TeluguAnalyzer.getDefaultStopSet(), TeluguAnalyzer::new);
    add(all, "th", ThaiAnalyzer.getDefaultStopSet(), ThaiAnalyzer::new);
    add(all, "sk", CharArraySet.EMPTY_SET, CzechAnalyzer::new);
    add(all, "hr", CharArraySet.EMPTY_SET, SerbianAnalyzer::new);
    for (String code : new String[] {"pl", "uk", "sl", "he", "vi", "zh", "ja", "ko"}) {
      add(all, code, CharArraySet.EMPTY_SET, StandardAnalyzer::new);
    }
    all.put("nb", all.get("no"));
    all.put("nn", all.get("no"));
    all.put("bs", all.get("hr"));
    return all;
  }

  private static void add(
      Map<String, Language> all,
      String code,
      CharArraySet stopWords,
      Function<CharArraySet, Analyzer> analyzer) {
    all.put(code, new Language(code, stopWords, analyzer, words("stop_" + code + ".txt")));
  }

  /** Lucene's own English set has 33 words only. */
  private static CharArraySet snowball(String file) {
    try {
      return WordlistLoader.getSnowballWordSet(
          IOUtils.requireResourceNonNull(SnowballFilter.class.getResourceAsStream(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read Lucene's stop words " + file, e);
    }
  }

  private static Set<String> words(String resource) {
    InputStream in = Language.class.getResourceAsStream(resource);
    if (in == null) {
      return Set.of();
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ", -1)))
          .filter(word -> !word.isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
