package io.oyl.ingest.extract.office;

import static io.oyl.ingest.extract.office.WordPagesTest.cell;
import static io.oyl.ingest.extract.office.WordPagesTest.p;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.reading.ToldBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordBoxesTest {
  private static final String SET = "<w:pPr><w:jc w:val='center'/></w:pPr>";
  private static final String TITLE = "<w:pPr><w:pStyle w:val='H'/></w:pPr>";
  private static final String STYLES =
      "<w:style w:type='paragraph' w:styleId='H'><w:name w:val='heading 1'/></w:style>";

  @TempDir Path folder;

  @Test
  void aBoxStandsBehindItsParagraphAndWhatFollowsKeepsItsBlocks() throws Exception {
    assertThat(
            told(
                p(SET, "one", box(p(SET, "in the box") + p(TITLE, "Its title")), " two")
                    + p(TITLE, "Terms")
                    + p(SET, "three")
                    + p("four")))
        .containsExactly("one two", "in the box", "h1 Its title", "h1 Terms", "three", "four");
  }

  @Test
  void aBoxInABoxAndOneInACellStandWhereTheyAre() throws Exception {
    assertThat(
            told(
                p("one", box(p(SET, "outer", box(p(SET, "inner"))) + p("last")))
                    + "<w:tbl><w:tr>"
                    + cell(p(SET, "a", box(p(SET, "b"))) + p("c"))
                    + cell(p("d"))
                    + "</w:tr></w:tbl>"
                    + p(TITLE, "Terms")))
        .containsExactly("one", "outer", "inner", "last", "table(0) a b c\td", "h1 Terms");
  }

  @Test
  void aBoxThatIsThereTwiceIsReadOnce() throws Exception {
    String box = box(p(SET, "in the box")).replaceAll("</?w:r>", "");
    assertThat(
            told(
                p(
                        alternatives(
                            "<mc:Choice>"
                                + box
                                + "</mc:Choice><mc:Fallback>"
                                + box
                                + "</mc:Fallback>"),
                        "one")
                    + p(TITLE, "Terms")))
        .containsExactly("one", "in the box", "h1 Terms");
  }

  @Test
  void aBoxThatOnlyNewerProgramsKnowIsRead() throws Exception {
    String inside = box(p(SET, "in the box")).replaceAll("</?w:r>", "");
    String newer =
        "<mc:Choice xmlns:wps='urn:wps' Requires='wps'><wps:txbx>"
            + inside
            + "</wps:txbx></mc:Choice>";

    for (String older : List.of("", "<mc:Fallback><w:pict/><w:t> </w:t></mc:Fallback>")) {
      assertThat(told(p("one", alternatives(newer + older)) + p(TITLE, "Terms")))
          .containsExactly("one", "in the box", "h1 Terms");
    }
    String both = newer + "<mc:Fallback>" + inside.replace("in", "older") + "</mc:Fallback>";
    assertThat(told(p("one", alternatives(newer), alternatives(both)) + p("two")))
        .containsExactly("one", "in the box", "older the box", "two");
  }

  static String alternatives(String forms) {
    return "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        + forms
        + "</mc:AlternateContent></w:r>";
  }

  @Test
  void aBoxTooLongToBeHeldStaysWhereItIs() throws Exception {
    String text = String.join("\n", told(p("one", box(p("line").repeat(8_000)), " two")));

    assertThat(text).startsWith("one").endsWith("two").contains("line");
    assertThat(text.split("line", -1)).hasSize(8_001);
  }

  @Test
  void vocabulariesNamedAroundABoxHoldInIt() throws Exception {
    String box = box("<w:p>" + SET + "<w:r><q:x q:y='1'/><w:t>in the box</w:t></w:r></w:p>");
    assertThat(told(p("one", box).replace("<w:p>", "<w:p xmlns:q='urn:q'>")))
        .containsExactly("one", "in the box");
  }

  private List<String> told(String body) throws Exception {
    Path file = Files.write(folder.resolve("a.docx"), WordPagesTest.docx(0, body, STYLES, ""));
    return ToldBlocks.of(ToldBlocks.documents(file).getFirst());
  }

  static String box(String content) {
    return "<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>"
        + content
        + "</w:txbxContent></v:textbox></w:pict></w:r>";
  }
}
