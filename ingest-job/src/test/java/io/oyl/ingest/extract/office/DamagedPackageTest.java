package io.oyl.ingest.extract.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import io.oyl.ingest.extract.reading.ToldBlocks;
import io.oyl.ingest.source.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Office packages without a directory and without the parts that name the others. */
class DamagedPackageTest {
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main";

  @TempDir Path folder;

  @Test
  void aWordFileKeepsItsText() throws Exception {
    ExtractedDocument document =
        read("a.docx", cut(zip("word/document.xml", word("one 😀", "two"), "rest.bin", "x")));

    assertThat(document.text()).isEqualTo("one 😀\n\ntwo");
    assertThat(document.mimeType())
        .isEqualTo("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assertThat(document.gaps()).extracting(Gap::reason).containsOnly(Reason.PARSE_ERROR);
    assertThat(document.gaps().getFirst().detail())
        .startsWith("it is damaged (")
        .endsWith("; only running text was read");
  }

  @Test
  void aPartThatBreaksOffCountsAsFarAsItGoes() throws Exception {
    Random random = new Random(1);
    String[] paragraphs =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "No " + i + " is " + random.nextLong())
            .toArray(String[]::new);
    byte[] whole = zip("word/document.xml", word(paragraphs));
    ExtractedDocument document = read("a.docx", Arrays.copyOf(whole, whole.length / 2));

    String all = Arrays.stream(paragraphs).collect(Collectors.joining("\n\n"));
    assertThat(all).startsWith(document.text());
    assertThat(document.text()).hasSizeGreaterThan(all.length() / 3);
    assertThat(document.gaps().getFirst().detail()).endsWith("; word/document.xml breaks off");
  }

  @Test
  void aPartThatDoesNotMatchItsChecksumIsNotRead() throws Exception {
    String text = "the year 1984" + " and the next".repeat(5_000);
    byte[] whole = stored("word/document.xml", word(text, "").getBytes(StandardCharsets.UTF_8));
    assertThat(read("a.docx", whole).text()).isEqualTo(text);

    String changed = new String(whole, StandardCharsets.ISO_8859_1).replace("1984", "1948");
    assertThat(refused("b.docx", changed.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void slidesComeByTheirNumbersWithoutPages() throws Exception {
    ExtractedDocument document =
        read(
            "a.pptx",
            cut(
                zip(
                    "ppt/slides/slide10.xml",
                    slide("ten"),
                    "ppt/slides/slide2.xml",
                    slide("two"),
                    "ppt/slides/slide1.xml",
                    slide("one"),
                    "rest.bin",
                    "x")));

    assertThat(document.text()).isEqualTo("one\n\ntwo\n\nten");
    assertThat(document.pages().count()).isZero();
    assertThat(document.gaps().getFirst().detail()).endsWith("; without slide 3–9");
  }

  @Test
  void aSheetIsATableOfItsWordsAndNumbers() throws Exception {
    String sheet =
        "<worksheet><sheetData><row><c r='A1' t='s'><v>1</v></c><c r='C1' t='s'><v>0</v></c></row>"
            + "<row><c r='A2' t='inlineStr'><is><t>tea</t></is></c><c r='C2'><v>2.5</v></c></row>"
            + "</sheetData></worksheet>";
    String strings =
        "<sst><si><r><t>pri</t></r><r><t>ce</t></r><rPh><t>said</t></rPh></si><si><t>name</t></si></sst>";
    ExtractedDocument document =
        read(
            "a.xlsx",
            cut(
                zip(
                    "xl/worksheets/sheet1.xml",
                    sheet,
                    "xl/sharedStrings.xml",
                    strings,
                    "rest.bin",
                    "x")));

    assertThat(ToldBlocks.of(document)).containsExactly("table(11) name\t\tprice\ntea\t\t2.5");
    assertThat(document.gaps().getFirst().detail())
        .endsWith("; numbers and dates are as they are stored");
    assertThat(refused("b.xlsx", cut(zip("xl/worksheets/sheet1.xml", sheet, "rest.bin", "x"))))
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aSheetThatHoldsItsWordsNeedsNoOthers() throws Exception {
    String sheet =
        "<worksheet><sheetData><row><c t='inlineStr'><is><t>tea</t></is></c><c><v>2.5</v></c></row>"
            + "</sheetData></worksheet>";
    ExtractedDocument document =
        read("a.xlsx", cut(zip("xl/worksheets/sheet1.xml", sheet, "rest.bin", "x")));

    assertThat(document.text()).isEqualTo("tea\t2.5");
    assertThat(document.gaps().getFirst().detail())
        .endsWith("; numbers and dates are as they are stored");
  }

  @Test
  void anOpenDocumentKeepsWhatStandsBehindANote() throws Exception {
    String content =
        "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
            + "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body>"
            + "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
            + "<text:p>before<text:note><text:p>a note</text:p></text:note>behind</text:p>"
            + "</office:body></office:document-content>";
    ExtractedDocument document =
        read(
            "a.odt",
            cut(
                zip(
                    "mimetype",
                    "application/vnd.oasis.opendocument.text",
                    "content.xml",
                    content,
                    "rest.bin",
                    "x")));

    assertThat(document.text()).isEqualTo("before\n\na note\n\nbehind");
  }

  @Test
  void whatIsNoOfficePackageStaysCorrupt() throws Exception {
    assertThat(refused("a.docx", zip("a.txt", "words of a text"))).isEqualTo(Reason.CORRUPT);
    assertThat(refused("b.docx", zip("word/document.xml", word()))).isEqualTo(Reason.CORRUPT);
    byte[] inside = zip("word/document.xml", word("of another file"));
    assertThat(refused("c.docx", stored("word/embeddings/a.docx", inside)))
        .isEqualTo(Reason.CORRUPT);
  }

  private static String word(String... paragraphs) {
    return "<w:document xmlns:w='"
        + WORD
        + "'><w:body>"
        + Arrays.stream(paragraphs)
            .map(text -> "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>")
            .collect(Collectors.joining())
        + "</w:body></w:document>";
  }

  private static String slide(String text) {
    return "<p:sld xmlns:p='p' xmlns:a='"
        + DRAWING
        + "'><a:p><a:r><a:t>"
        + text
        + "</a:t></a:r></a:p></p:sld>";
  }

  private static byte[] zip(String... namesAndContents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] stored(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return out.toByteArray();
  }

  /** Without the directory. */
  private static byte[] cut(byte[] zip) {
    String bytes = new String(zip, StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(zip, bytes.indexOf("PK\u0001\u0002"));
  }

  private Extraction extraction(String name, byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve(name), bytes);
    return new TikaReader(ExtractSettings.defaults(), null, () -> {})
        .read(Request.whole(file, Duration.ofMinutes(1)));
  }

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    Extraction extraction = extraction(name, bytes);
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst();
  }

  private Reason refused(String name, byte[] bytes) throws Exception {
    Extraction extraction = extraction(name, bytes);
    assertThat(extraction).isInstanceOf(Extraction.Refused.class);
    return ((Extraction.Refused) extraction).reason();
  }
}
