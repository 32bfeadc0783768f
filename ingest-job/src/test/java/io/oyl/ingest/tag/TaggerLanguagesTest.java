package io.oyl.ingest.tag;

import static io.oyl.ingest.tag.Samples.document;
import static io.oyl.ingest.tag.Samples.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs under the Turkish locale, whose lower case of I is not i. */
class TaggerLanguagesTest {
  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(
              "en",
              "INDEXING IN INFORMATION SYSTEMS. Inverted indexes are the heart of information"
                  + " systems. Indexing is what information systems do with their inverted"
                  + " indexes."),
          Map.entry(
              "de",
              "Künstliche neuronale Netze lernen aus Beispielen. Die neuronalen Netze bestehen aus"
                  + " Schichten. Eine Schicht der neuronalen Netze hat viele Gewichte."),
          Map.entry(
              "fr",
              "Les réseaux de neurones apprennent avec des exemples. Un réseau de neurones contient"
                  + " des couches cachées. L'apprentissage automatique utilise les couches"
                  + " cachées."),
          Map.entry(
              "es",
              "La base de datos guarda documentos. Los motores de búsqueda leen los documentos de"
                  + " la base de datos. Un motor de búsqueda ordena los documentos."),
          Map.entry(
              "it",
              "Il motore di ricerca legge i documenti. I documenti dell'archivio storico sono"
                  + " molti. L'archivio storico contiene documenti e fotografie."),
          Map.entry(
              "pt",
              "O motor de busca lê os documentos. Os documentos do arquivo histórico são muitos."
                  + " O arquivo histórico contém fotografias."),
          Map.entry(
              "nl",
              "De zoekmachine leest documenten. Het historisch archief bevat documenten en foto's."
                  + " De zoekmachine kent het historisch archief."),
          Map.entry(
              "sv",
              "Sökmotorn läser dokument. Det historiska arkivet har dokument och bilder."
                  + " Sökmotorn känner det historiska arkivet."),
          Map.entry(
              "fi",
              "Hakukone lukee asiakirjoja. Historiallinen arkisto sisältää asiakirjoja ja kuvia."
                  + " Hakukone tuntee historiallisen arkiston."),
          Map.entry(
              "ru",
              "Нейронные сети обучаются на примерах. Обучение нейронных сетей требует данных."
                  + " Эти нейронные сети имеют слои."),
          Map.entry(
              "tr",
              "IŞIK HIZI sabittir. Işık hızı bir sabit olarak bilinir. Fizikçiler ışık hızı için"
                  + " deneyler yaptı. İstanbul ve Iğdır için ölçümler var."),
          Map.entry(
              "ar",
              "الشبكات العصبية تتعلم من الأمثلة. تدريب الشبكات العصبية يحتاج إلى بيانات كثيرة."),
          Map.entry(
              "hi",
              "तंत्रिका नेटवर्क उदाहरणों से सीखते हैं। तंत्रिका नेटवर्क में कई परतें होती हैं।"
                  + " प्रत्येक तंत्रिका नेटवर्क को डेटा चाहिए।"),
          Map.entry(
              "el",
              "Τα νευρωνικά δίκτυα μαθαίνουν από παραδείγματα. Η εκπαίδευση για τα νευρωνικά δίκτυα"
                  + " θέλει δεδομένα."),
          Map.entry("ja", "機械学習はデータから学ぶ。機械学習のモデルは大きい。検索エンジンも機械学習を使う。"),
          Map.entry("zh", "机器学习是人工智能的核心。我们用机器学习和人工智能的方法处理数据。人工智能很有用。"),
          Map.entry("ko", "기계 학습은 데이터를 사용한다. 기계 학습의 모델은 크다. 검색 엔진도 기계 학습을 쓴다."),
          Map.entry("th", "ปัญญาประดิษฐ์คือเทคโนโลยี และปัญญาประดิษฐ์ใช้ข้อมูล"));

  private final Tagger tagger = new Tagger(TagSettings.defaults());
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakTurkish() {
    Locale.setDefault(Locale.of("tr", "TR"));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void phrasesOfEachLanguageAreFound() {
    assertThat(tags("en")).contains("information systems", "inverted indexes");
    assertThat(tags("de")).anyMatch(tag -> tag.endsWith("neuronalen Netze"));
    assertThat(tags("fr")).contains("réseaux de neurones", "couches cachées");
    assertThat(tags("es")).contains("documentos").anyMatch(tag -> tag.startsWith("motor"));
    assertThat(tags("it")).contains("archivio storico");
    assertThat(tags("pt")).contains("arquivo histórico");
    assertThat(tags("nl")).anyMatch(tag -> tag.contains("historisch archief"));
    assertThat(tags("sv")).anyMatch(tag -> tag.contains("historiska arkivet"));
    assertThat(tags("fi")).anyMatch(tag -> tag.contains("asiakirjoja"));
    assertThat(tags("ru")).anyMatch(tag -> tag.startsWith("нейронные сети"));
    assertThat(tags("tr")).contains("ışık hızı");
    assertThat(tags("ar")).contains("الشبكات العصبية");
    assertThat(tags("hi")).contains("तंत्रिका नेटवर्क");
    assertThat(tags("el")).anyMatch(tag -> tag.startsWith("νευρωνικά δίκτυα"));
    assertThat(tags("ja")).contains("機械学習");
    assertThat(tags("zh")).contains("机器学习", "人工智能");
    assertThat(tags("ko")).contains("기계 학습");
    assertThat(tags("th")).isNotEmpty();
  }

  @Test
  void theDefaultLocaleDoesNotMatter() {
    List<List<Tag>> turkish = all();
    Locale.setDefault(Locale.ENGLISH);
    assertThat(all()).isEqualTo(turkish);
    Locale.setDefault(Locale.of("lt", "LT"));
    assertThat(all()).isEqualTo(turkish);
  }

  @Test
  void dottedAndDotlessIAreTheTwoLettersThatTheyAre() {
    assertThat(tags("tr")).contains("İstanbul", "Iğdır");
    assertThat(tags("en")).noneMatch(tag -> tag.contains("ı"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "el = είναι μια της για ένα σας",
        "fa = که یک برای این",
        "hi = आपके क्या",
        "es = puede si toda",
        "ru = это который вашего",
        "pl = się jest każdy jeśli",
        "uk = що як це ми кожна",
        "he = של או כל",
        "vi = của và các được"
      })
  void wordsOfGrammarAreNoTags(String language, String words) {
    for (String word : words.split(" ", -1)) {
      assertThat(Objects.requireNonNull(Language.of(language)).isStopWord(word)).as(word).isTrue();
    }
    String text = (words.replace(" ", ". ") + ". ").repeat(3);
    assertThat(names(Samples.documentTags(tagger, document(language, text)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "it = stati stato essere",
        "es = poder",
        "vi = thế tự do thiết không",
        "ar = علي الخاص",
        "de = uber",
        "ko = 수도",
        "cs = moci",
        "sv = vilja"
      })
  void partsOfNounsAreNoWordsOfGrammar(String language, String words) {
    for (String word : words.split(" ", -1)) {
      assertThat(Objects.requireNonNull(Language.of(language)).isStopWord(word)).as(word).isFalse();
    }
  }

  @Test
  void chineseWordsOfGrammarAreCutOut() {
    assertThat(names(Samples.documentTags(tagger, document("zh", "如果一个项目可以。如果一个项目需要许可协议。许可协议。"))))
        .contains("项目", "许可协议")
        .noneMatch(tag -> tag.contains("如果") || tag.contains("一个") || tag.contains("可以"));
  }

  @Test
  void anArticleThatIsElidedIsNoPartOfATag() {
    assertThat(
            names(
                Samples.documentTags(
                    tagger,
                    document("it", "L'archivio storico. Nell'archivio storico. L'archivio, l'."))))
        .contains("archivio storico")
        .noneMatch(tag -> tag.contains("'"));
  }

  @Test
  void lettersAndTheirMarksAreOneWhateverTheWayTheyAreWritten() {
    String text = "Quyền con người là quyền. Quyền con người.";
    assertThat(
            names(
                Samples.documentTags(
                    tagger, document("vi", Normalizer.normalize(text, Normalizer.Form.NFD)))))
        .isEqualTo(names(Samples.documentTags(tagger, document("vi", text))))
        .contains("quyền con người");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "fr", "es", "ru", "tr", "ja", "zh", "ko", "hi", "el", "th"})
  void anUnknownLanguageIsGuessed(String language) {
    String text = TEXTS.getOrDefault(language, "");
    assertThat(Samples.documentTags(tagger, document(null, text)))
        .isEqualTo(Samples.documentTags(tagger, document(language, text)));
    assertThat(Samples.documentTags(tagger, document("xx", text)))
        .isEqualTo(Samples.documentTags(tagger, document(language, text)));
  }

  private List<String> tags(String language) {
    return names(
        Samples.documentTags(tagger, document(language, TEXTS.getOrDefault(language, ""))));
  }

  private List<List<Tag>> all() {
    List<List<Tag>> all = new ArrayList<>();
    TEXTS.keySet().stream()
        .sorted()
        .forEach(
            code ->
                all.add(
                    Samples.documentTags(tagger, document(code, TEXTS.getOrDefault(code, "")))));
    return all;
  }
}
