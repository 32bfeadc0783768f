package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenNumbersTest {
  static final String NAMES =
      Stream.of("office", "text", "style", "table")
          .map(" xmlns:%1$s='urn:oasis:names:tc:opendocument:xmlns:%1$s:1.0'"::formatted)
          .collect(
              Collectors.joining(
                  "",
                  "",
                  " xmlns:loext='urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0'"));

  private static final String OUTLINE =
      "<text:outline-style style:name='Outline'>"
          + outlineLevel(1, "style:num-format='1' style:num-suffix='.'")
          + outlineLevel(2, "style:num-format='1' text:display-levels='2'")
          + outlineLevel(3, "style:num-format=''")
          + outlineLevel(
              4,
              "style:num-format='i' text:display-levels='4' style:num-prefix='(' style:num-suffix=')'")
          + "</text:outline-style>"
          + "<style:style style:name='Free' style:family='paragraph' style:list-style-name=''/>"
          + "<style:style style:name='Own' style:family='paragraph' style:parent-style-name='Free'/>";

  private static final String LISTS =
      "<text:list-style style:name='L1'>"
          + listLevel(1, "style:num-format='1' style:num-suffix='.'")
          + listLevel(2, "style:num-format='a' style:num-prefix='(' style:num-suffix=')'")
          + listLevel(
              3,
              "style:num-format='I' style:num-suffix=']' text:display-levels='3' text:start-value='4'"
                  + " loext:num-list-format='%1%-%3%]'")
          + "</text:list-style><text:list-style style:name='L2'>"
          + "<text:list-level-style-bullet text:level='1' text:bullet-char='\uF0A7'/></text:list-style>";

  @TempDir Path folder;

  @Test
  void aHeadingHasTheNumberOfTheOutline() throws Exception {
    assertThat(
            told(
                h(1, "", "Terms")
                    + h(2, "", "Goods")
                    + h(2, "text:is-list-header='true'", "Aside")
                    + h(2, "text:style-name='Own'", "Other")
                    + h(1, "", "Liability")
                    + h(2, "", "<text:s/><text:span>Limit</text:span>")
                    + h(3, "", "Sum")
                    + h(4, "", "Deep")
                    + h(1, "text:restart-numbering='true' text:start-value='7'", "Annex")
                    + p("see 2.1")))
        .containsExactly(
            "h1 1. Terms",
            "h2 1.1 Goods",
            "h2 Aside",
            "h2 Other",
            "h1 2. Liability",
            "h2 2.1 Limit",
            "h3 Sum",
            "h4 (2.1.i) Deep",
            "h1 7. Annex",
            "see 2.1");
  }

  @Test
  void anItemHasTheNumberOfItsList() throws Exception {
    String inner = list("", item(p("b")), item(p("c") + list("", item(p("d")))));
    assertThat(
            told(
                list(
                        "text:style-name='L1'",
                        item(p("a") + inner + p("more of a")),
                        "<text:list-header>" + p("none") + "</text:list-header>",
                        item(p("e") + list("", item(p("f")))),
                        "<text:list-item text:start-value='9'>" + p("g") + "</text:list-item>")
                    + list("text:style-name='L1'", item(h(1, "", "h")))
                    + list("text:style-name='L2'", item(p("point")))
                    + list(
                        "text:style-name='L1' text:continue-numbering='true'",
                        item(p("i")),
                        item(list("", item(p("j")))),
                        item(list("", item(p("k")))))))
        .containsExactly(
            "item 1. a",
            "item (a) b",
            "item (b) c",
            "item 1-IV] d",
            "item more of a",
            "none",
            "item 2. e",
            "item (a) f",
            "item 9. g",
            "h1 1. h",
            "item point",
            "item 2. i",
            "item (a) j",
            "item (b) k");
  }

  @Test
  void listsThatGoOnBehindOthersAreNamed() throws Exception {
    assertThat(
            told(
                list("text:style-name='L1' xml:id='x'", item(p("a")))
                    + list("text:style-name='L1'", item(p("b")), item(p("c")))
                    + list("text:style-name='L1' text:continue-list='x'", item(p("d")))))
        .containsExactly("item 1. a", "item 1. b", "item 2. c", "item 2. d");
  }

  @Test
  void aNotedNumberStandsOnce() throws Exception {
    assertThat(
            told(
                h(1, "", "<text:number>§ 1</text:number>Terms")
                    + list(
                        "text:style-name='L1'",
                        item("<text:number>A)</text:number>" + p("a")),
                        item(p("b")))))
        .containsExactly("h1 § 1 Terms", "item A) a", "item 2. b");
  }

  @Test
  void wordsBesideAHeadingAreNotNumberedAndWhatWasDeletedIsNotCounted() throws Exception {
    String note =
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            + p("a note")
            + "</text:note-body></text:note>";
    List<String> told =
        told(
            "<text:tracked-changes><text:changed-region><text:deletion>"
                + h(1, "", "")
                + "</text:deletion></text:changed-region></text:tracked-changes>"
                + h(1, "", note + "Terms")
                + h(1, "", "")
                + h(1, "", "End"));
    assertThat(String.join("|", told)).contains("1. Terms").endsWith("|h1 3. End");
    assertThat(String.join("|", told)).doesNotContain("1. a note", "2. ");
  }

  @Test
  void whatWasDeletedIsLeftOut() throws Exception {
    String changes =
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>who"
            + "</office:change-info>"
            + p("hated")
            + "</text:deletion></text:changed-region></text:tracked-changes>";
    assertThat(told("", changes + p("We <text:change/>like it"))).containsExactly("We like it");
  }

  @Test
  void aFlatFileHasItsNumbersToo() throws Exception {
    Path file = folder.resolve("a.fodt");
    Files.writeString(
        file,
        "<?xml version='1.0' encoding='UTF-8'?><office:document"
            + NAMES
            + " office:mimetype='application/vnd.oasis.opendocument.text'><office:automatic-styles>"
            + OUTLINE
            + LISTS
            + "</office:automatic-styles><office:body><office:text>"
            + h(1, "", "Terms")
            + list("text:style-name='L1'", item(p("a")))
            + "</office:text></office:body></office:document>");
    assertThat(ToldBlocks.of(ToldBlocks.documents(file).getFirst()))
        .containsExactly("h1 1. Terms", "item 1. a");
    Files.writeString(
        file, Files.readString(file).replace("</office:text>", "<text:p>&lt;</text:q>"));
    assertThat(NumberedText.ofFlat(file)).isNull();
  }

  private static String outlineLevel(int level, String attributes) {
    return "<text:outline-level-style text:level='%d' %s/>".formatted(level, attributes);
  }

  private static String listLevel(int level, String attributes) {
    return "<text:list-level-style-number text:level='%d' %s/>".formatted(level, attributes);
  }

  static String h(int level, String attributes, String text) {
    return "<text:h text:outline-level='%d' %s>%s</text:h>".formatted(level, attributes, text);
  }

  static String p(String text) {
    return "<text:p>" + text + "</text:p>";
  }

  static String list(String attributes, String... items) {
    return "<text:list " + attributes + ">" + String.join("", items) + "</text:list>";
  }

  static String item(String content) {
    return "<text:list-item>" + content + "</text:list-item>";
  }

  private List<String> told(String body) throws Exception {
    return told(OUTLINE, body);
  }

  private List<String> told(String styles, String body) throws Exception {
    return ToldBlocks.of(ToldBlocks.documents(odt(folder, styles, body, "")).getFirst());
  }

  /** A file with these styles and what its pages have above and below the text. */
  static Path odt(Path folder, String styles, String body, String pages) throws Exception {
    Path file = folder.resolve("a.odt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      add(zip, "mimetype", "application/vnd.oasis.opendocument.text");
      add(
          zip,
          "content.xml",
          "<office:document-content"
              + NAMES
              + "><office:automatic-styles>"
              + (styles.isEmpty() ? "" : LISTS)
              + "</office:automatic-styles><office:body><office:text>"
              + body
              + "</office:text></office:body></office:document-content>");
      add(
          zip,
          "styles.xml",
          "<office:document-styles"
              + NAMES
              + "><office:styles>"
              + styles
              + "</office:styles><office:master-styles><style:master-page>"
              + pages
              + "</style:master-page></office:master-styles></office:document-styles>");
    }
    return file;
  }

  private static void add(ZipOutputStream zip, String name, String text) throws Exception {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
