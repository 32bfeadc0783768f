package io.oyl.ingest.extract;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;
import org.jspecify.annotations.Nullable;

/** Tells a text's language as ISO 639-1, or nothing when in doubt. */
final class LanguageDetection {
  private static final int MIN_LETTERS = 40;
  private static final int SAMPLE = 2_000;

  /** Confidences are spread over a hundred languages: only the distance to the next one tells. */
  private static final double MIN_LEAD = 1.2;

  private final LanguageDetectorME detector;
  private final Map<String, String> twoLetters = new HashMap<>();

  LanguageDetection() throws IOException {
    try (InputStream model = LanguageDetection.class.getResourceAsStream("/langdetect-183.bin")) {
      if (model == null) {
        throw new IOException("the language model is not on the class path");
      }
      detector = new LanguageDetectorME(new LanguageDetectorModel(model));
    }
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
    if (sample.codePoints().filter(Character::isLetter).count() < MIN_LETTERS) {
      return null;
    }
    Language[] best = detector.predictLanguages(sample);
    return best[0].getConfidence() < MIN_LEAD * best[1].getConfidence()
        ? null
        : twoLetters.get(best[0].getLang());
  }

  /** From the middle: the start is often a title page or a letter head. */
  private static String sample(String text) {
    if (text.length() <= SAMPLE) {
      return text;
    }
    int start = Math.min(text.length() / 4, text.length() - SAMPLE);
    return text.substring(start, start + SAMPLE);
  }
}
