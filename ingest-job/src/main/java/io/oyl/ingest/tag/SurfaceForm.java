package io.oyl.ingest.tag;

import org.jspecify.annotations.Nullable;

/**
 * How a phrase is shown: as the document writes it, without capitals that only begin a sentence.
 */
final class SurfaceForm {
  private SurfaceForm() {}

  /** The form of the phrase, null when it cannot be a tag's name. */
  static @Nullable String of(
      Word[] words, boolean isName, Vocabulary vocabulary, Language language) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (i > 0
          && !(words[i].spaceless && words[i - 1].spaceless)
          && !words[i - 1].surface.endsWith("'")) {
        form.append(' ');
      }
      boolean startsText = i == 0 && startsText(words, isName, language);
      form.append(of(words[i], startsText, vocabulary));
    }
    String name = form.toString();
    if (name.endsWith("'s")) {
      name = name.substring(0, name.length() - 2);
    }
    return name.isBlank() || name.codePointCount(0, name.length()) > Tag.MAX_LENGTH ? null : name;
  }

  /** Whether a capital at the start may be there for the place in the sentence only. */
  private static boolean startsText(Word[] words, boolean isName, Language language) {
    if (language.code().equals("de")) {
      return false;
    }
    return words.length == 1
        ? !isName && PartOfSpeech.of(language.code()) != null
        : !words[1].isCapitalized();
  }

  private static String of(Word word, boolean startsText, Vocabulary vocabulary) {
    if (!word.isCapitalized()) {
      return word.surface;
    }
    Word lower = vocabulary.find(word.lower);
    if (lower != null && lower.insideSentence >= word.insideSentence) {
      return word.lower;
    }
    boolean onlyBegins = startsText && word.insideSentence == 0 && !word.hasInnerCapital();
    return onlyBegins ? word.lower : word.surface;
  }
}
