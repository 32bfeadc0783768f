package io.oyl.ingest.extract.process;

import static java.util.Objects.requireNonNull;

import io.oyl.ingest.extract.ScriptLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/** Tells a text's language as ISO 639-1, or nothing when in doubt. */
final class LanguageDetection {
  private static final int MIN_LETTERS = 40;
  private static final int SAMPLE = 2_000;
  private static final int MOST_LEFT_OUT = 4_000;

  /** Confidences are spread over a hundred languages: only the distance to the next one tells. */
  private static final double MIN_LEAD = 1.2;

  /** Written in Latin letters whatever the language is: addresses, tags and entities of HTML. */
  private static final Pattern NO_LANGUAGE =
      Pattern.compile(
          "[\\w.+-]{0,64}(?:://|www\\.|@)[!-~&&[^)\\]<>]]*|</?[a-zA-Z][^<>]{0,500}>|&#?\\w{1,8};");

  /** The model takes Indonesian for one of its neighbours unless it sees much of it. */
  private static final Set<String> MALAY = Set.of("ind", "msa", "sun");

  private static final double MIN_LEAD_IN_MALAY = 4;

  /** Read on first use and kept: the model never changes. */
  private static @Nullable LanguageDetectorModel model;

  private final Map<String, String> twoLetters = new HashMap<>();

  LanguageDetection() {
    for (String code : Locale.getISOLanguages()) {
      twoLetters.put(Locale.of(code).getISO3Language(), code);
    }
    // Java keeps the old codes of these.
    twoLetters.put("heb", "he");
    twoLetters.put("ind", "id");
    twoLetters.put("yid", "yi");
    twoLetters.put("cmn", "zh");
    twoLetters.put("nob", "no");
    twoLetters.put("lvs", "lv");
    twoLetters.put("ekk", "et");
    twoLetters.put("pes", "fa");
    twoLetters.put("plt", "mg");
  }

  @Nullable String of(String text) {
    String sample = sample(text);
    String byScript = ScriptLanguage.of(sample);
    if (byScript != null) {
      return byScript;
    }
    if (sample.codePoints().filter(Character::isLetter).count() < MIN_LETTERS) {
      return null;
    }
    Language[] best = new LanguageDetectorME(model()).predictLanguages(sample);
    if (MALAY.contains(best[0].getLang())
        && MALAY.contains(best[1].getLang())
        && best[0].getConfidence() < MIN_LEAD_IN_MALAY * best[1].getConfidence()
        && best[0].getConfidence() >= MIN_LEAD * nextTo(MALAY, best)) {
      return "id";
    }
    return best[0].getConfidence() < MIN_LEAD * best[1].getConfidence()
        ? null
        : twoLetters.get(best[0].getLang());
  }

  private static double nextTo(Set<String> languages, Language[] best) {
    return Arrays.stream(best)
        .filter(each -> !languages.contains(each.getLang()))
        .mapToDouble(Language::getConfidence)
        .max()
        .orElse(0);
  }

  /** Takes most of a second to load. */
  static synchronized LanguageDetectorModel model() {
    LanguageDetectorModel loaded = model;
    if (loaded == null) {
      try (InputStream in = LanguageDetection.class.getResourceAsStream("/langdetect-183.bin")) {
        loaded = new LanguageDetectorModel(requireNonNull(in, "the language model is missing"));
      } catch (IOException e) {
        throw new UncheckedIOException("The language model cannot be read", e);
      }
      model = loaded;
    }
    return loaded;
  }

  /** From the middle: the start is often a title page or a letter head. */
  private static String sample(String text) {
    int start = Math.max(0, Math.min(text.length() / 4, text.length() - SAMPLE));
    int end = Math.min(text.length(), start + SAMPLE + MOST_LEFT_OUT);
    String words =
        Normalizer.normalize(
            NO_LANGUAGE.matcher(text.substring(start, end)).replaceAll(" "), Normalizer.Form.NFC);
    return words.substring(0, Math.min(words.length(), SAMPLE));
  }
}
