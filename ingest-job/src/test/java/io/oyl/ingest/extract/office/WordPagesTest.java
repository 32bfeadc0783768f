package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPagesTest {
  private static final String NOTED = "<w:r><w:lastRenderedPageBreak/></w:r>";
  private static final String MADE = "<w:r><w:br w:type=\"page\"/></w:r>";

  private static final Map<String, String> NOTE =
      Map.of(
          "footnotes",
          "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
              + "<w:footnote w:id='1'><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>"
              + "</w:footnotes>");

  @TempDir Path folder;

  @Test
  void everyBlockHasItsFirstAndItsLastPage() throws Exception {
    ExtractedDocument document =
        read(
            4, p("one 😀") + p("two ", NOTED, "goes on") + p(NOTED, "three") + p(MADE, NOTED, "4"));

    assertThat(pages(document)).containsExactly("1–1", "1–2", "3–3", "4–4");
    assertThat(document.text()).isEqualTo("one 😀\n\ntwo goes on\n\nthree\n\n4");
    assertThat(document.pages().count()).isEqualTo(4);
    assertThat(document.metadata().get("page_count")).containsExactly("4");
  }

  @Test
  void breaksThatTheWriterMadeCountWhereTheyAgreeWithTheNumberOfPages() throws Exception {
    String text =
        p("one", MADE)
            + p("two<?x?>")
            + "<w:p><w:pPr><w:sectPr/></w:pPr>"
            + r("still two")
            + "</w:p>"
            + p("three")
            + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
            + p("on the same page")
            + "<w:sectPr><w:type w:val=\"continuous\"/></w:sectPr>";

    ExtractedDocument document = read(3, text);
    assertThat(pages(document)).containsExactly("1–1", "2–2", "2–2", "3–3", "3–3");
    // a break behind a paragraph is no part of it
    assertThat(document.pages().start(2)).isEqualTo(5);
    assertThat(pages(read(4, text))).containsOnly("–");
    assertThat(pages(read(0, text))).containsOnly("–");
  }

  @Test
  void aNotedBreakRightBehindAWrittenOneIsTheSame() throws Exception {
    String text = p("one", MADE) + p("two") + p(MADE, NOTED, "three");

    assertThat(pages(read(3, text))).containsExactly("1–1", "2–2", "3–3");
  }

  @Test
  void notedBreaksAreBelievedWithoutANumberOfPages() throws Exception {
    assertThat(pages(read(0, p("one") + p(NOTED, "two") + p("two", MADE) + p("three"))))
        .containsExactly("1–1", "2–2", "2–2", "3–3");
  }

  @Test
  void aFileThatWasNeverLaidOutOrWasChangedSinceHasNoPages() throws Exception {
    assertThat(read(7, p("one") + p("two")).pages().count()).isZero();
    assertThat(read(1, p("one") + p("two")).pages().count()).isZero();
    assertThat(read(7, p("one") + p(NOTED, "two")).pages().count()).isZero();
    assertThat(read(1, p("one", MADE) + p("two")).pages().count()).isZero();
  }

  @Test
  void aRowBreaksAsOftenAsItsCellThatBreaksMost() throws Exception {
    ExtractedDocument document =
        read(
            3,
            "<w:tbl><w:tr>"
                + cell(p("a", NOTED, "b"))
                + cell(p(NOTED, "c"))
                + "</w:tr><w:tr>"
                + cell(p(NOTED, "d"))
                + cell(p("e"))
                + "</w:tr></w:tbl>"
                + p("behind"));

    assertThat(document.text()).isEqualTo("ab\tc\nd\te\n\nbehind");
    assertThat(document.pages().pageAt(1)).isEqualTo(2);
    assertThat(document.pages().pageAt(5)).isEqualTo(3);
    assertThat(pages(document)).containsExactly("1–3", "3–3");
  }

  @Test
  void aNoteIsOnThePageWhereTheParagraphEndsThatRefersToIt() throws Exception {
    String reference = "<w:r><w:footnoteReference w:id=\"1\"/></w:r>";
    String section = "<w:pPr><w:sectPr/></w:pPr>";
    assertThat(pages(read(2, p("one", reference) + p(NOTED, "two"), NOTE)))
        .containsExactly("1–1", "1–1", "2–2");
    assertThat(pages(read(2, p(section, "one", reference) + p("two") + "<w:sectPr/>", NOTE)))
        .containsExactly("1–1", "1–1", "2–2");
  }

  @Test
  void whatTheParserGivesElsewhereLeavesNoPages() throws Exception {
    for (String element :
        List.of("<w:footnoteReference w:id=\"1\"/>", "<w:commentReference w:id=\"1\"/>")) {
      assertThat(pages(read(2, p("one", "<w:r>" + element + "</w:r>") + p(NOTED, "two"))))
          .containsOnly("–");
    }
    assertThat(pages(read(2, p("one") + p("<w:del>" + NOTED + "</w:del>", "two"))))
        .containsOnly("–");
    // the row would break here, and not where it does
    String row = "<w:tbl><w:tr>" + cell(p("a \uFDD0 b")) + cell(p(NOTED, "c")) + "</w:tr></w:tbl>";
    assertThat(pages(read(2, row))).containsOnly("–");
  }

  static String p(String... parts) {
    StringBuilder paragraph = new StringBuilder("<w:p>");
    for (String part : parts) {
      paragraph.append(part.startsWith("<") ? part : r(part));
    }
    return paragraph + "</w:p>";
  }

  static String r(String text) {
    return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
  }

  static String cell(String content) {
    return "<w:tc>" + content + "</w:tc>";
  }

  private static List<String> pages(ExtractedDocument document) {
    PageMap pages = document.pages();
    return document.blocks().stream()
        .map(Block::span)
        .map(
            span ->
                pages.count() == 0
                    ? "–"
                    : pages.pageAt(span.start()) + "–" + pages.pageAt(span.end() - 1))
        .toList();
  }

  /** A file that says it has this many pages; zero: that says nothing. */
  private ExtractedDocument read(int told, String body) throws Exception {
    return read(told, body, Map.of());
  }

  private ExtractedDocument read(int told, String body, Map<String, String> beside)
      throws Exception {
    Path file = Files.write(folder.resolve("a.docx"), docx(told, body, "", "", beside));
    Extraction extraction =
        new TikaReader(ExtractSettings.defaults(), null, () -> {})
            .read(Request.whole(file, Duration.ofMinutes(1)));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }

  static byte[] docx(int told, String body) throws IOException {
    return docx(told, body, "", "");
  }

  /** The same with these styles and numbering definitions. */
  static byte[] docx(int told, String body, String styles, String numbering) throws IOException {
    return docx(told, body, styles, numbering, Map.of());
  }

  /** The same with these parts beside the text, as footnotes, header1. */
  static byte[] docx(
      int told, String body, String styles, String numbering, Map<String, String> beside)
      throws IOException {
    String office = "http://schemas.openxmlformats.org/officeDocument/2006/";
    String relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    String type = "application/vnd.openxmlformats-officedocument.";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(
          zip,
          "[Content_Types].xml",
          "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
              + "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
              + "<Override PartName='/word/document.xml' ContentType='"
              + type
              + "wordprocessingml.document.main+xml'/><Override PartName='/word/styles.xml' ContentType='"
              + type
              + "wordprocessingml.styles+xml'/><Override PartName='/word/numbering.xml' ContentType='"
              + type
              + "wordprocessingml.numbering+xml'/><Override PartName='/docProps/app.xml' ContentType='"
              + type
              + "extended-properties+xml'/>"
              + each(
                  beside,
                  "<Override PartName='/word/%s.xml' ContentType='" + type,
                  "wordprocessingml.%s+xml'/>")
              + "</Types>");
      add(
          zip,
          "_rels/.rels",
          "<Relationships xmlns='%s'><Relationship Id='a' Type='%srelationships/officeDocument' Target='word/document.xml'/><Relationship Id='b' Type='%srelationships/extended-properties' Target='docProps/app.xml'/></Relationships>"
              .formatted(relations, office, office));
      add(
          zip,
          "docProps/app.xml",
          "<Properties xmlns='%sextended-properties'>%s</Properties>"
              .formatted(office, told == 0 ? "" : "<Pages>" + told + "</Pages>"));
      add(
          zip,
          "word/document.xml",
          "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
              + " xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><w:body>"
              + body
              + "</w:body></w:document>");
      add(
          zip,
          "word/_rels/document.xml.rels",
          "<Relationships xmlns='%s'><Relationship Id='a' Type='%srelationships/styles' Target='styles.xml'/><Relationship Id='b' Type='%srelationships/numbering' Target='numbering.xml'/>%s</Relationships>"
              .formatted(
                  relations,
                  office,
                  office,
                  each(
                      beside,
                      "<Relationship Id='%1$s' Target='%1$s.xml'",
                      " Type='" + office + "relationships/%s'/>")));
      String words = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";
      for (Map.Entry<String, String> part : beside.entrySet()) {
        add(zip, "word/" + part.getKey() + ".xml", part.getValue());
      }
      add(zip, "word/styles.xml", "<w:styles " + words + styles + "</w:styles>");
      add(zip, "word/numbering.xml", "<w:numbering " + words + numbering + "</w:numbering>");
    }
    return bytes.toByteArray();
  }

  /** Of each part its name, then its kind. */
  private static String each(Map<String, String> parts, String name, String kind) {
    return parts.keySet().stream()
        .map(part -> name.formatted(part) + kind.formatted(part.replaceAll("\\d", "")))
        .collect(Collectors.joining());
  }

  private static void add(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
