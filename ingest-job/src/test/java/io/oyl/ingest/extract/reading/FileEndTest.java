package io.oyl.ingest.extract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEndTest {
  @TempDir Path folder;

  @Test
  void theEndOfAPackageStoredInsideIsNotThatOfTheFile() throws Exception {
    byte[] inner = zip("small.xml", "words".getBytes(StandardCharsets.UTF_8));
    byte[] outer = zip("inner.xlsx", inner);
    int endOfInner = 30 + "inner.xlsx".length() + inner.length;

    assertThat(isMissing("a.pptx", outer, outer.length)).isFalse();
    assertThat(isMissing("a.pptx", outer, endOfInner)).isTrue();
  }

  @Test
  void whatWasAddedToAPdfHasAnEndOfItsOwn() throws Exception {
    String first = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n";
    byte[] whole = (first + first.substring(9) + "\n \0").getBytes(StandardCharsets.US_ASCII);

    assertThat(isMissing("application/pdf", whole, whole.length)).isFalse();
    assertThat(isMissing("application/pdf", whole, first.length())).isFalse();
    assertThat(isMissing("application/pdf", whole, first.length() + 20)).isTrue();
  }

  @Test
  void aPageThatEndsInTheMiddleOfALineIsCut() throws Exception {
    byte[] page =
        "<!DOCTYPE html>\n<html>\n<body>\n<p>The words of it.</p>\n</body>\n</html>"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] open = "<html><body>\n<p>The words of it.\n".getBytes(StandardCharsets.US_ASCII);
    byte[] part = "<p>The words of <b>it".getBytes(StandardCharsets.US_ASCII);

    assertThat(isMissing("text/html", page, page.length)).isFalse();
    assertThat(isMissing("text/html", page, 40)).isTrue();
    assertThat(isMissing("text/html", open, open.length)).isFalse();
    assertThat(isMissing("text/html", part, part.length)).isFalse();
  }

  @Test
  void richTextEndsWithItsGroups() throws Exception {
    byte[] rtf = "{\\rtf1 {\\b bold} and \\} brace}\n".getBytes(StandardCharsets.US_ASCII);

    assertThat(isMissing("application/rtf", rtf, rtf.length)).isFalse();
    assertThat(isMissing("application/rtf", rtf, rtf.length - 4)).isTrue();
  }

  @Test
  void richTextWithMoreBehindItsEndIsWhole() throws Exception {
    byte[] rtf = "{\\rtf1 words} trailing".getBytes(StandardCharsets.US_ASCII);

    assertThat(isMissing("application/rtf", rtf, rtf.length)).isFalse();
  }

  @Test
  void aMailEndsWithItsLastPart() throws Exception {
    String mail =
        """
        Subject: a
        Content-Type: multipart/mixed;
         boundary="b.1"

        --b.1

        The --b.1-- words.
        --b.1--
        """
            .replace("\n", "\r\n");
    byte[] whole = mail.getBytes(StandardCharsets.US_ASCII);
    byte[] plain = "Subject: a\n\nThe words.".getBytes(StandardCharsets.US_ASCII);

    assertThat(isMissing("message/rfc822", whole, whole.length)).isFalse();
    assertThat(isMissing("message/rfc822", whole, whole.length - 4)).isTrue();
    assertThat(isMissing("message/rfc822", plain, plain.length)).isFalse();
  }

  private boolean isMissing(String type, byte[] content, int length) throws IOException {
    Path file = Files.write(folder.resolve("file"), Arrays.copyOf(content, length));
    return FileEnd.isMissing(file, type);
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      CRC32 sum = new CRC32();
      sum.update(content);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return out.toByteArray();
  }
}
