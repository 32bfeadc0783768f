package io.oyl.ingest.extract.reading;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.mail.MailBodies;
import io.oyl.ingest.extract.mail.MailHeader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeAndMailTest {
  @TempDir Path folder;

  @Test
  void aWorkbookBefore2007ThatIsCutOffIsNotComplete() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (HSSFWorkbook workbook = new HSSFWorkbook()) {
      workbook.createSheet("s").createRow(0).createCell(0).setCellValue("cell");
      workbook.write(bytes);
    }
    byte[] whole = bytes.toByteArray();

    assertThat(read("a.xls", whole).gaps()).isEmpty();
    Path cut = Files.write(folder.resolve("b.xls"), Arrays.copyOf(whole, whole.length - 100));
    assertThat(FileEnd.isMissing(cut, "application/vnd.ms-excel")).isTrue();
    boolean complete =
        extraction(cut) instanceof Extraction.Extracted extracted
            && extracted.documents().getFirst().gaps().isEmpty();
    assertThat(complete).isFalse();
  }

  @Test
  void aMailWhoseHeaderEndsInABlankKeepsItsBody() throws Exception {
    ExtractedDocument document =
        mail("From: a@example.org\nSubject: s\nContent-Type: text/plain\n \nThe body.\n");

    assertThat(document.text()).isEqualTo("The body.");
  }

  @Test
  void aMailThatWasSavedAsUtf16IsRead() throws Exception {
    String mail = "\uFEFF" + HEADER + "Grüße aus dem Turm.\n";

    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      ExtractedDocument document = read("a.eml", mail.getBytes(charset));
      assertThat(document.text()).isEqualTo("Grüße aus dem Turm.");
      assertThat(document.metadata()).containsEntry("title", List.of("s"));
      assertThat(document.gaps()).isEmpty();
    }
  }

  @Test
  void theCalendarEntryOfAnInvitationIsADocumentBesideItsBody() throws Exception {
    List<ExtractedDocument> documents =
        documents(
            "a.eml",
            alternatives(
                    "Content-Type: text/plain\n\nBring the numbers.",
                    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                        + base64("<p>Bring the <b>numbers</b>.</p>"),
                    """
                    Content-Type: text/calendar; method=REQUEST
                    Content-Disposition: inline; filename=invite.ics

                    BEGIN:VCALENDAR
                    LOCATION:The tower
                    END:VCALENDAR""")
                .getBytes(StandardCharsets.UTF_8));

    assertThat(documents)
        .extracting(ExtractedDocument::text)
        .containsExactly(
            "Bring the numbers.", "BEGIN:VCALENDAR\nLOCATION:The tower\nEND:VCALENDAR");
    assertThat(documents).extracting(ExtractedDocument::filename).contains("invite.ics");
    assertThat(documents).flatExtracting(ExtractedDocument::gaps).isEmpty();
  }

  @Test
  void aFileAsAFormOfTheBodyIsADocumentBesideIt() throws Exception {
    String file =
        "Content-Type: application/msword\nContent-Disposition: inline; filename=a.rtf\n\n"
            + "{\\rtf1\\ansi\\pard The printed form.\\par}";
    String plain = "Content-Type: text/plain\n\nPlain.";
    String html = "Content-Type: text/html\n\n<h1>Head</h1><p>Rich.</p>";
    for (String forms :
        List.of(
            alternatives(plain, html, file),
            alternatives(file, plain, html),
            alternatives(plain, html, file).replace("\n", "\r\n"),
            nested("multipart/mixed", alternatives(plain, file, html)),
            alternatives(plain, nested("multipart/related", html), file),
            alternatives(plain, file, html).replace("\n--a b--\n", ""))) {
      List<ExtractedDocument> documents =
          documents("a.eml", forms.getBytes(StandardCharsets.UTF_8));

      assertThat(ToldBlocks.parts(documents.getFirst()))
          .as(forms)
          .containsExactly("Heading1|Head", "Paragraph BODY|Rich.");
      assertThat(documents)
          .extracting(ExtractedDocument::text)
          .as(forms)
          .containsExactly("Head\n\nRich.", "The printed form.");
    }
  }

  @Test
  void filesThatAreFormsOfABodyWithoutWordsAreDocuments() throws Exception {
    String file = "Content-Type: application/msword\n\n{\\rtf1\\ansi\\pard The %s.\\par}";
    List<ExtractedDocument> documents =
        documents(
            "a.eml",
            alternatives(
                    "Content-Type: text/html\n\n<img src=x>",
                    file.formatted("first"),
                    file.formatted("second"))
                .getBytes(StandardCharsets.UTF_8));

    assertThat(documents).extracting(ExtractedDocument::text).contains("The first.", "The second.");
  }

  @Test
  void theBodyIsReadBesideAFileThatIsItsOtherForm() throws Exception {
    String withFile =
        nested(
            "multipart/mixed",
            "Content-Type: text/html\n\n<img src=x>\n--in\n"
                + "Content-Type: text/plain\nContent-Disposition: attachment\n\nThe file.");

    ExtractedDocument document =
        mail(alternatives("Content-Type: text/plain\n\nThe body.", withFile));

    assertThat(document.text()).contains("The body.", "The file.");
  }

  private static String nested(String type, String part) {
    return "MIME-Version: 1.0\nContent-Type: "
        + type
        + "; boundary=in\n\n--in\n"
        + part
        + "\n--in--\n";
  }

  @Test
  void plainTextIsReadWhereTheHtmlIsAPicture() throws Exception {
    for (String picture :
        List.of(
            "Content-Type: text/html\n\n<html><head><title>x</title></head><body><img src=x>&nbsp;",
            "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=C2=A0</p>=\n",
            "Content-Type: multipart/related; boundary=in\n\n--in\n"
                + "Content-Type: text/html\n\n<img src=x>\n--in\nContent-Type: image/png\n\nx\n--in--")) {
      assertThat(mail(alternatives("Content-Type: text/plain\n\nOnly here.", picture)).text())
          .isEqualTo("Only here.");
    }
  }

  @Test
  void theFormsOfABodyAreToldApartHoweverLargeTheMail() throws Exception {
    String picture = "Content-Type: image/png\n\n" + "x".repeat(33 << 20);
    Path file =
        Files.writeString(
            folder.resolve("a.eml"),
            alternatives(
                "Content-Type: text/plain\n\nOnly here.",
                "Content-Type: multipart/related; boundary=in\n\n--in\n"
                    + "Content-Type: text/html\n\n<img src=x>\n--in\n"
                    + picture
                    + "\n--in--"));

    Path copy = requireNonNull(MailBodies.asTikaReads(file));

    assertThat(Files.readString(copy)).contains("Only here.").doesNotContain("img");
  }

  @Test
  void theRicherFormOfABodyIsRead() throws Exception {
    String html =
        "Content-Type: text/html; charset=\"windows-1251\"; name=attachment.html\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "<h1>=C3=EE=E4=EE=E2=EE=E9 =EE=F2=F7=E5=F2</h1><p>=CC=E0=FF=EA =F1=F2=EE=E8=F2 =ED=E0 =E1=E5=F0=E5=E3=F3 =EC=EE=F0=FF.</p>";
    ExtractedDocument document =
        mail(alternatives("Content-Type: text/plain\n\nplain", html).replace("\n", "\r\n"));
    assertThat(ToldBlocks.parts(document))
        .containsExactly("Heading1|Годовой отчет", "Paragraph BODY|Маяк стоит на берегу моря.");

    String withFile =
        """
        Content-Type: multipart/mixed; boundary=in

        --in
        Content-Type: text/html

        <img src=x>
        --in
        Content-Type: text/plain
        Content-Disposition: attachment; filename=a.txt

        The file.
        --in
        Content-Type: application/octet-stream

        x
        --in--""";
    assertThat(
            documents(
                "a.eml",
                alternatives("Content-Type: text/plain\n\nplain", withFile)
                    .getBytes(StandardCharsets.UTF_8)))
        .extracting(ExtractedDocument::text)
        .containsExactly("plain\n\nThe file.", "x");
  }

  /** Both are put right at one place. */
  @Test
  void theFirstFormMayItselfNeedQuotes() throws Exception {
    String nested =
        """
        Content-Type: multipart/related; boundary=----=_in

        ------=_in
        Content-Type: text/html

        <p>The lamp.</p>
        ------=_in--""";

    assertThat(
            documents(
                "a.eml",
                alternatives(nested, "Content-Type: application/x-shop; name=a.txt\n\nThe order.")
                    .getBytes(StandardCharsets.UTF_8)))
        .extracting(ExtractedDocument::text)
        .containsExactly("The lamp.", "The order.");
  }

  @Test
  void aMailIsOneWhateverFieldComesFirst() throws Exception {
    for (String first :
        List.of("Authentication-Results: a; b=c", "Thread-Topic: x", "To: d@example.org")) {
      ExtractedDocument document =
          mail(first + "\nReturn-Path: <a@example.org>\n" + HEADER + "The <b>body</b>.\n");
      assertThat(document.mimeType()).isEqualTo("message/rfc822");
      assertThat(document.text()).isEqualTo("The <b>body</b>.");
    }
    assertThat(MailHeader.isAt("Subject: x\nTo: y\nsays Date: z\n")).isFalse();
  }

  private static String alternatives(String... forms) {
    return "From: a@example.org\nSubject: s"
        + "\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"a b\"\n\nnone\n--a b\n"
        + String.join("\n--a b\n", forms)
        + "\n--a b--\n";
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void partsAreToldApartByABoundaryThatShouldStandInQuotes() throws Exception {
    for (String field :
        List.of(
            "boundary=----=_Next:Part/0",
            "charset=utf-8;\n\tboundary=----=_Next:Part/0 ; format=flowed",
            "Boundary = ----=_Next:Part/0")) {
      for (String type : List.of("mixed", "alternative")) {
        List<ExtractedDocument> documents =
            documents(
                "a.eml",
                (HEADER.replace("text/plain; charset=utf-8", "multipart/" + type + "; " + field)
                        + "------=_Next:Part/0\nContent-Type: text/plain\n\nThe lamp.\n"
                        + "------=_Next:Part/0\nContent-Type: text/html\n\n<p>The lamp.</p>\n"
                        + "------=_Next:Part/0--\n")
                    .getBytes(StandardCharsets.UTF_8));

        assertThat(documents.getFirst().text()).as(field).startsWith("The lamp.");
        assertThat(documents).flatExtracting(ExtractedDocument::gaps).isEmpty();
      }
    }
  }

  @Test
  void aFileInAMailIsCalledByTheNameInItsType() throws Exception {
    for (String name :
        List.of("name=a.csv", "\n name=\"a.csv\"", "name=\"=?utf-8?B?YS5jc3Y=?=\"")) {
      List<ExtractedDocument> documents =
          documents(
              "a.eml",
              (HEADER.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")
                      + "--b\n\nThe body.\n--b\nContent-Type: application/octet-stream; "
                      + name
                      + "\nContent-Transfer-Encoding: base64\n\n"
                      + base64("lamp,watts\ndesk,7\n")
                      + "\n--b--\n")
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(documents)
          .as(name)
          .extracting(ExtractedDocument::filename)
          .containsExactly("a.eml", "a.csv");
    }
  }

  @Test
  void quotedHistoryIsKeptAndMarked() throws Exception {
    assertThat(ToldBlocks.parts(mail(HEADER + "Mine\n> yours 😀\n> more\nMine again\n")))
        .containsExactly(
            "Paragraph BODY|Mine",
            "Paragraph QUOTE|> yours 😀\n> more",
            "Paragraph BODY|Mine again");
  }

  @Test
  void theTypeByNameAndTheHashAreTold() throws Exception {
    byte[] page = "<html><body><p>b</p></body></html>".getBytes(StandardCharsets.UTF_8);
    ExtractedDocument document = read("a.pdf.html", page);

    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(page));
    assertThat(document.metadata().get("content_hash")).containsExactly("sha256:" + hash);
    assertThat(document.metadata()).doesNotContainKey("type_by_name");
    assertThat(read("a.docx", page).metadata().get("type_by_name"))
        .containsExactly("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  }

  private static final String HEADER =
      """
      From: a@example.org
      To: b@example.org
      Subject: s
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8

      """;

  private ExtractedDocument mail(String text) throws Exception {
    return read("a.eml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Extraction extraction(Path file) throws Exception {
    return new TikaReader(ExtractSettings.defaults(), null, () -> {})
        .read(Request.whole(file, Duration.ofMinutes(1)));
  }

  private ExtractedDocument read(String name, byte[] bytes) throws Exception {
    return documents(name, bytes).getFirst();
  }

  private List<ExtractedDocument> documents(String name, byte[] bytes) throws Exception {
    Extraction extraction = extraction(Files.write(folder.resolve(name), bytes));
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents();
  }
}
