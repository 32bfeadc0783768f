package io.oyl.ingest.extract.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectionTest {
  private final LanguageDetection languages = new LanguageDetection();

  @ParameterizedTest
  @CsvSource({
    "th, สวัสดีชาวโลก",
    "ko, 등대 2024",
    "ko, 인공지능(AI) 보고서",
    "ja, コーヒー",
    "ja, 日本国憲法の改正手続に関する法律",
    "zh, 图书馆",
    "zh, 東京都千代田区霞が関一丁目一番一号大手町合同庁舎第三号館",
    "el, Καλημέρα κόσμε",
    "he, שלום עולם",
    "hy, Բարեւ աշխարհ",
    "ka, გამარჯობა",
    "ta, வணக்கம்",
    "lo, ສະບາຍດີ",
    "km, សួស្តី"
  })
  void theScriptTellsHoweverShortTheTextIs(String language, String text) {
    assertThat(languages.of(text)).isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({"Привет", "مرحبا بالعالم", "नमस्ते दुनिया", "Ω = 5 σ²", "Report on the 図書館", "hello"})
  void aScriptOfManyLanguagesOrOfHalfTheLettersTellsNothing(String text) {
    assertThat(languages.of(text)).isNull();
  }

  @Test
  void aLongTextIsTakenFromItsMiddle() {
    assertThat(languages.of("Title page of the report. ".repeat(20) + "등대가 있다. ".repeat(300)))
        .isEqualTo("ko");
  }

  @Test
  void addressesAndMarkupAreInNoLanguage() {
    String link = "<a href=\"https://example.org/some/path/to/the/documentation\">";
    assertThat(languages.of((link + "ผู้ดูแลโครงการ</a> www.example.org/how/to ").repeat(20)))
        .isEqualTo("th");
    assertThat(languages.of("&eacute;&agrave; https://example.org/le/chemin/de/la/page ")).isNull();
  }

  @Test
  void indonesianIsNotTakenForItsNeighbours() {
    assertThat(
            languages.of(
                "Setiap orang berhak atas kehidupan, kebebasan dan keselamatan sebagai individu."
                    + " Tidak seorang pun boleh diperbudak atau diperhambakan, perbudakan dan"
                    + " perdagangan budak dalam bentuk apa pun mesti dilarang. Semua orang sama"
                    + " di depan hukum dan berhak atas perlindungan hukum yang sama."))
        .isEqualTo("id");
  }
}
