package io.oyl.ingest.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.InputStream;
import java.util.Arrays;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTaggerME;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartOfSpeechTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | opennlp-en-ud-ewt-pos-1.3-2.5.4.bin | The farmers were selling fresh milk in Norway ,"
            + " which the new laws ( of 1986 ) do not allow . Nobody's milk was sold by IBM !",
        "de | opennlp-de-ud-gsd-pos-1.3-2.5.4.bin | Der alte Bauer verkauft im Sommer frische Milch"
            + " in Norwegen , was das neue Gesetz ( von 1986 ) nicht erlaubt .",
        "fr | opennlp-fr-ud-gsd-pos-1.3-2.5.4.bin | Le vieux paysan vend le lait frais du village ,"
            + " ce que la loi de 1986 ne permet pas ; personne n' achète ce lait ."
      })
  void theTagsAreThoseOfOpenNlp(String code, String resource, String sentence) throws Exception {
    String[] tokens = sentence.split(" ", -1);
    byte[] expected = new byte[tokens.length];
    try (InputStream in = PartOfSpeech.open(resource)) {
      String[] tags = new POSTaggerME(new POSModel(in)).tag(tokens);
      for (int i = 0; i < tags.length; i++) {
        expected[i] = PartOfSpeech.simple(tags[i]);
      }
    }
    assertThat(tags(code, tokens)).containsExactly(expected);
    assertThat(expected).contains(PartOfSpeech.NOUN, PartOfSpeech.VERB, PartOfSpeech.ADJECTIVE);
  }

  @Test
  void aLanguageWithoutAModelHasNone() {
    assertThat(PartOfSpeech.of("tr")).isNull();
    assertThat(PartOfSpeech.of("")).isNull();
  }

  private static byte[] tags(String code, String[] tokens) {
    Language language = Language.of(code);
    PartOfSpeech model = PartOfSpeech.of(code);
    if (language == null || model == null) {
      return fail("no language or no model: " + code);
    }
    Vocabulary vocabulary = new Vocabulary(language);
    Word[] words = Arrays.stream(tokens).map(vocabulary::word).toArray(Word[]::new);
    byte[] tags = new byte[words.length];
    model.tag(words, words.length, tags);
    return tags;
  }
}
