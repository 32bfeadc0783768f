package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.HybridSearch.Hit;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SearchIT {
  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @Test
  void theWordsOfAQuestionCountByHowRareTheyAreAndTitlesCountToo() throws IOException {
    for (int i = 0; i < 8; i++) {
      write(
          "day" + i, "The lamp burns. The lamp is bright, and the keeper of the lamp is content.");
    }
    write("storm", "A storm tore the vane off while the lamp was out.");
    write("quotes", "It's the keeper's O'Brien C:\\\\harbour\\\\charts & (maps | plans) ! :* <->.");
    Files.writeString(
        folder.resolve("tides.md"),
        "# Barometer\n\n"
            + "Waves and wind of the outer harbour are noted each hour. ".repeat(30)
            + "\n\nThe last of the notes speaks of gulls.");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(search(ingest, "content keeper lamp vane", Mode.TEXT).getFirst().sourceKey())
          .isEqualTo("storm.txt");
      assertThat(search(ingest, "barometer", Mode.TEXT))
          .extracting(Hit::text)
          .anyMatch(text -> text.contains("gulls") && !text.contains("Barometer"));
      assertThat(search(ingest, "O'Brien harbour\\charts & (maps | plans) ! :* <->", Mode.TEXT))
          .first()
          .satisfies(hit -> assertThat(hit.sourceKey()).isEqualTo("quotes.txt"));
      assertThat(search(ingest, "xylophone", Mode.TEXT)).isEmpty();
      assertThat(search(ingest, "lamp vane", Mode.HYBRID))
          .first()
          .satisfies(
              hit -> {
                assertThat(hit.sourceKey()).isEqualTo("storm.txt");
                assertThat(hit.reason().textRank()).isOne();
                assertThat(hit.reason().vectorRank()).isBetween(1, 11);
                assertThat(hit.reason().similarity()).isBetween(0.0, 1.0);
                assertThat(hit.reason().textScore()).isPositive();
              });
      IngestedDatabase.assertSound(ingest);
    }
  }

  /** Under the Turkish locale; no question has a word in the form in which the text has it. */
  @Test
  void eachLanguageIsSearchedByItsOwnStems() throws IOException {
    Map<String, String> questions = new LinkedHashMap<>();
    ask(questions, "de", "Haus", "Die alten Häuser am Hafen stehen leer, und niemand kennt sie.");
    ask(questions, "fr", "réseau", "Les réseaux du village sont très vieux et ne servent plus.");
    ask(
        questions,
        "es",
        "biblioteca",
        "Las bibliotecas de la ciudad abren por la mañana temprano.");
    ask(questions, "it", "nave", "Le navi della regina sono arrivate questa mattina nel porto.");
    ask(questions, "pt", "navegação", "As navegações foram longas e os homens não voltaram mais.");
    ask(questions, "ru", "маяк", "Рыбаки любуются маяками, которые стоят на высоком берегу.");
    ask(questions, "tr", "fener", "Eski fenerler kıyıda duruyor ve denizciler onları seviyor.");
    ask(questions, "tr-capitals", "ışık", "IŞIKLAR KIYIDA YANIYOR VE DENİZCİLER ONLARI SEVİYOR.");
    ask(questions, "ja", "漁港", "この町の漁港には古い船がたくさん並んでいて、朝はとても静かです。");
    ask(questions, "ja-one", "蔵", "江戸時代に建てられた酒蔵が今も川沿いに残っているそうです。");
    ask(questions, "wide", "harbour 2024", "ＲＥＰＯＲＴ　ＯＮ　ＴＨＥ　ＨＡＲＢＯＵＲ，　２０２４");
    ask(questions, "zh", "图书馆", "我们城市的图书馆每天早上九点开门，读者可以免费借书。");
    ask(questions, "ko", "등대", "오래된 등대는 지금도 밤마다 먼 바다를 비추고 있습니다.");
    ask(questions, "th", "ห้องสมุด", "นักเรียนชอบไปอ่านหนังสือที่ห้องสมุดของโรงเรียนทุกวัน");
    String mac = "Los teléfonos están en la habitación pequeña y nadie los oye sonar nunca.";
    ask(questions, "es-mac", "teléfono", Normalizer.normalize(mac, Normalizer.Form.NFD));
    ask(questions, "el-short", "βιβλιοθήκη", "Οι βιβλιοθήκες");
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("tr", "TR"));
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      questions.forEach(
          (language, question) ->
              assertThat(search(ingest, question, Mode.TEXT))
                  .extracting(Hit::sourceKey)
                  .containsExactly(language + ".txt"));
    } finally {
      Locale.setDefault(before);
    }
  }

  private void ask(Map<String, String> questions, String language, String question, String text)
      throws IOException {
    questions.put(language, question);
    write(language, (text + " ").repeat(3));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + ".txt"), text);
  }

  private static List<Hit> search(Ingest ingest, String text, Mode mode) {
    return ingest
        .contents()
        .search(ingest.scope(IngestedDatabase.SCOPE).orElseThrow(), text, mode, 5);
  }
}
