package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "de = Die Fa. Müller, geb. Huber, zahlt 3 Mio. Euro. |Dipl.-Ing. Weber nicht.",
        "fr = Mme. Durand habite av. Foch depuis av. J.-C. environ. |Elle est là.",
        "es = La Sra. López vive en EE. UU. desde 1990. |Es feliz.",
        "it = Il sig. Rossi e il dott. Bianchi. |Sono qui.",
        "pt = A Sra. Costa mora na Av. Brasil. |O Exmo. Senhor chegou.",
        "nl = Dhr. Jansen en mevr. De Vries. |Dat is bijv. Jan.",
        "sv = Det gäller t.ex. Sverige. |Enl. Svensson stämmer det.",
        "da = Det gælder f.eks. Danmark. |Hr. Jensen bor her.",
        "nb = Det gjelder f.eks. Norge. |Kap. Tre er kort.",
        "fi = Tämä koskee esim. Suomea. |Ks. Liite.",
        "pl = Mieszka przy ul. Długiej. |Zob. np. Kowalski i prof. Nowak.",
        "cs = Bydlí v ul. Dlouhé. |Viz např. Novák.",
        "hu = A melléklet pl. Budapest. |Dr. Kovács és ifj. Nagy.",
        "ro = Dl. Popescu stă pe str. Lungă. |Dna. Ionescu nu.",
        "ru = Он жил на ул. Ленина. |Проф. Иванов и им. Пушкина.",
        "uk = Він жив на вул. Хрещатик. |Проф. Іваненко теж.",
        "bg = Той живее в гр. София. |Проф. Иванов дойде.",
        "el = Βλ. Σελίδα. |Κεφ. Δεύτερο.",
        "tr = Bkz. Bölüm. |Prof. Dr. Yılmaz ve Av. Kaya geldi.",
        "hi = डॉ. शर्मा आए। |वह गया।",
        "vi = TP. Hồ Chí Minh rất lớn. |GS. Nguyễn đến.",
        "id = Rumah di Jl. Sudirman. |Bpk. Budi datang."
      })
  void anAbbreviationEndsNoSentence(String language, String sentences) {
    assertThat(cut(language, sentences)).isEqualTo(sentences);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "de = Das gilt z. B. Für Kinder, i. d. R. Alle. |Gut.",
        "ru = Он жил в г. Москве, т. е. В России. |Потом уехал.",
        "es = Murió en el siglo I a. C. Según Livio así. |Fin.",
        "ar = د. محمد وصل. |ثم ذهب."
      })
  void aLetterThatStandsForAWordEndsNone(String language, String sentences) {
    assertThat(cut(language, sentences)).isEqualTo(sentences);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "de = Am 3. Mai 2020 begann im 19. Jahrhundert der 2. Weltkrieg. |Er endete 1945. |Gut.",
        "de = Friedrich II. König von Preußen. |Er war alt.",
        "de = 1. Einleitung",
        "de = Siehe S. 12. |Mehr steht in § 5. |Gut.",
        "hu = A 2. Bizottság ülése. |Vége.",
        "fr = Il en a 12. |Elle en a 3. |Fin.",
        "en = He has 12. |She has 3. |The end."
      })
  void aNumberWithAFullStopIsAnOrdinalWhereThatIsHowTheyAreWritten(
      String language, String sentences) {
    assertThat(cut(language, sentences)).isEqualTo(sentences);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "ar = أين هو؟ |لا أعرف. |ذهب!",
        "ur = وہ گیا۔ |میں نہیں۔",
        "hy = Որտե՞ղ է նա։ |Չգիտեմ։",
        "el = Τι κάνεις; |Πού πας;",
        "de = Er sagte: „Ich komme.“ |Dann ging er… |Und dann?",
        "fr = « Où est-il ? » demanda Paul. |Il dit : « Je viens. » |Puis rien."
      })
  void theSignsOfTheLanguageEndASentence(String language, String sentences) {
    assertThat(cut(language, sentences)).isEqualTo(sentences);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "sv = Hon köpte en bil. |Den är röd. |De bor på en ö. |Den är liten.",
        "ru = Он сел. |Потом встал. |Это я. |Потом он.",
        "tr = Herkes böyle der. |Ama gelmedi. |Bu o. |Sonra gitti.",
        "de = Köln liegt am Rhein. |Die Stadt ist alt. |Sie rief Max. |Er kam.",
        "fr = Ils étaient sept. |Vas-y. |Puis rien.",
        "it = Non c'è. |Dopo sì.",
        "bg = Така е. |Но не тук.",
        "ko = 그건 안 돼. |다시 하자.",
        "de = Wir fordern … Freiheit und Brot. |Gut.",
        "fr = « Non ! », dit-il. |Puis rien.",
        "en = He left… |Then she came. |I saw “no.” |Then she went."
      })
  void aWordEndsASentenceThatIsNoAbbreviation(String language, String sentences) {
    assertThat(cut(language, sentences)).isEqualTo(sentences);
  }

  @Test
  void aYearAndItsLetterMayEndASentence() {
    assertThat(cut("ru", "Он уехал в 1990 г. |Потом вернулся."))
        .isEqualTo("Он уехал в 1990 г. |Потом вернулся.");
  }

  @Test
  void aLetterMayEndASentenceWhereTheLanguageIsNotKnown() {
    assertThat(cut("", "We call it x. |Then we go on.")).isEqualTo("We call it x. |Then we go on.");
    assertThat(cut("en", "We call it x. |Then we go on."))
        .isEqualTo("We call it x. |Then we go on.");
  }

  /** The text without bars, cut, with a bar before each sentence but the first. */
  private static String cut(String language, String sentences) {
    String text = sentences.replace("|", "");
    StringBuilder cut = new StringBuilder();
    new Sentences(text, Locale.forLanguageTag(language))
        .cut(
            0,
            text.length(),
            (start, end, begins) -> cut.append(start > 0 ? "|" : "").append(text, start, end));
    return cut.toString();
  }
}
