package io.oyl.ingest.tag;

import static io.oyl.ingest.tag.Samples.document;
import static io.oyl.ingest.tag.Samples.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in documents and says nothing of what they are about. */
class TaggerJunkTest {
  private final Tagger tagger = new Tagger(TagSettings.defaults());

  @ParameterizedTest
  @ValueSource(strings = {"c000", "SKU-00123", "abc123def", "0xdeadbeef", "01JAN60", "12-Mar-24"})
  void aCodeIsNoTag(String code) {
    assertThat(tags("en", "The storm lantern has " + code + ". Order " + code + " in time."))
        .contains("storm lantern")
        .noneMatch(tag -> tag.equalsIgnoreCase(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"H1N1", "B737", "CO2", "COVID-19", "MP3", "p53"})
  void aNameWithDigitsIsOne(String name) {
    assertThat(tags("en", "We look at " + name + ". The " + name + " is known.")).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "en, 'The harbour opens on Monday 12 March 2024. It closes in March 2024.', march",
    "en, 'Harbour dues are paid on April 11. They rise on April 11.', april",
    "de, 'Der Hafen öffnet am Montag, 12. März 2024. Er schließt Montag, März 2024.', märz"
  })
  void aDateIsNoTag(String language, String text, String month) {
    assertThat(tags(language, text))
        .isNotEmpty()
        .noneMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(month + " "))
        .noneMatch(tag -> tag.toLowerCase(Locale.ROOT).contains(" " + month));
  }

  @Test
  void markupOfMarkdownIsNoTag() {
    String text =
        """
        <aside markdown="1" class="pquote">
        <img src="/lamp.png" class="avatar">
        The storm lantern burns.<br/>
        </aside>
        <!-- editor: harbour master -->
        {% include pier.html %} {{ page.slug }}
        <aside markdown="1" class="pquote">
        A storm lantern burns <em>well</em> when a < b.""";
    ExtractedDocument plain = document("en", text);
    ExtractedDocument markdown =
        new ExtractedDocument(
            -1,
            "",
            "sample.md",
            "text/markdown",
            text.length(),
            text,
            List.of(new Block.Paragraph(new TextSpan(0, text.length()))),
            PageMap.NONE,
            Map.of(),
            "en",
            List.of());
    assertThat(names(Samples.documentTags(tagger, plain))).anyMatch(tag -> tag.contains("pquote"));
    assertThat(names(Samples.documentTags(tagger, markdown)))
        .contains("storm lantern")
        .noneMatch(tag -> tag.matches(".*(aside|markdown|pquote|img|class|avatar|master|slug).*"));
  }

  @Test
  void aSeriesInATableIsNoTag() {
    String table =
        "id\tlamp\nA17B\tstorm lantern\nA18B\tdesk lamp\nA19C\tbrass lamp\nB20D\tpier lamp"
            + "\nB21D\thall lamp\nB22D\tbow lamp";
    assertThat(tags("en", table, span -> new Block.Table(span, new TextSpan(0, 7))))
        .contains("storm lantern")
        .doesNotContain("A17B", "A18B", "A19C", "B20D");
  }

  @Test
  void namesWithDigitsAreNoSeries() {
    List<String> gases = List.of("CO2", "NO2", "SO2", "CH4", "NH3", "SF6");
    String table = "gas\ttons\n" + String.join("\t1\n", gases) + "\t1\n";
    assertThat(tags("en", table + table, span -> new Block.Table(span, new TextSpan(0, 8))))
        .containsAnyElementsOf(gases);
  }

  @Test
  void theValueOfAFieldInAScriptWithoutCapitalsIsText() {
    assertThat(tags("zh", "SUMMARY:港湾检查\nDESCRIPTION:港湾检查", Block.Paragraph::new))
        .isNotEmpty()
        .allMatch(tag -> tag.codePoints().allMatch(Character::isIdeographic));
  }

  @Test
  void theNamesOfFieldsAreNoTags() {
    String text =
        "BEGIN:VEVENT\nDTSTAMP:19970610T172345Z\nDTSTART;TZID=Europe/Berlin:20240314T090000\n"
            + "SUMMARY:Harbour inspection\nSTATUS:CONFIRMED\nEND:VEVENT";
    assertThat(tags(null, text, Block.Paragraph::new)).containsExactly("harbour inspection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sheet1", "Tabelle12", "Лист3"})
  void theNameOfASheetThatAProgramGaveItIsNoTag(String name) {
    assertThat(tags("en", name, span -> new Block.Heading(span, 1))).isEmpty();
  }

  @Test
  void aStopWordOfEnglishIsNoTagOfATextInNoKnownLanguage() {
    assertThat(tags(null, "Lantern the")).containsExactly("Lantern");
  }

  private List<String> tags(@Nullable String language, String text) {
    return names(Samples.documentTags(tagger, document(language, text)));
  }

  private List<String> tags(
      @Nullable String language, String text, Function<TextSpan, Block> block) {
    TextSpan all = new TextSpan(0, text.codePointCount(0, text.length()));
    return names(
        Samples.documentTags(
            tagger, document(language, text, List.of(block.apply(all)), Map.of())));
  }
}
