package io.oyl.ingest.extract.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Small files that kill those who read them. */
final class Killers {
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

  private Killers() {}

  /** Three pages, the middle one with a stream that inflates to so many megabytes. */
  static byte[] pdfThatInflates(int megabytes) throws IOException {
    byte[] bomb = deflated("1 0 0 1 0 0 cm q Q q Q q Q q Q \n".repeat(1 << 15), megabytes);
    return pdf(
        "<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
        page(7),
        page(8),
        page(9),
        FONT,
        stream("", text("the first page")),
        stream("/Filter /FlateDecode", bomb),
        stream("", text("the last page")));
  }

  /** One page with a word and forms that paint each other, each the next one twice, thirty deep. */
  static byte[] pdfWhoseFormsMultiply() throws IOException {
    List<Object> objects = new ArrayList<>();
    objects.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    objects.add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            + " /Resources << /Font << /F1 36 0 R >> /XObject << /F 5 0 R >> >> >>");
    objects.add(stream("", bytes("/F Do " + new String(text("words"), StandardCharsets.US_ASCII))));
    for (int i = 0; i < 30; i++) {
      objects.add(
          stream(
              "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F "
                  + (6 + i)
                  + " 0 R >> >>",
              bytes("/F Do /F Do")));
    }
    objects.add(stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", bytes("q Q")));
    objects.add(FONT);
    return pdf(objects.toArray());
  }

  /** A form that paints itself. */
  static byte[] pdfWhoseFormPaintsItself() throws IOException {
    return pdf(
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            + " /Resources << /Font << /F1 6 0 R >> /XObject << /F 5 0 R >> >> >>",
        stream("", bytes("/F Do " + new String(text("words"), StandardCharsets.US_ASCII))),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F 5 0 R >> >>",
            bytes("/F Do /F Do")),
        FONT);
  }

  /** A page tree that lists so many times the same page: a few kilobytes. */
  static byte[] pdfOfPages(int pages) throws IOException {
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage();
      pdf.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.beginText();
        content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
        content.showText("words");
        content.endText();
      }
      COSDictionary tree = pdf.getPages().getCOSObject();
      COSArray kids = tree.getCOSArray(COSName.KIDS);
      for (int i = 1; i < pages; i++) {
        kids.add(kids.get(0));
      }
      tree.setInt(COSName.COUNT, pages);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    }
  }

  static byte[] docxOfParagraphs(int paragraphs) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      put(
          zip,
          "[Content_Types].xml",
          """
          <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
          <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
          <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
          </Types>
          """);
      put(
          zip,
          "_rels/.rels",
          """
          <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
          </Relationships>
          """);
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      zip.write(bytes("<w:document xmlns:w=\"" + WORD + "\"><w:body>"));
      byte[] thousand = bytes("<w:p><w:r><w:t>words</w:t></w:r></w:p>".repeat(1_000));
      for (int i = 0; i < paragraphs / 1_000; i++) {
        zip.write(thousand);
      }
      zip.write(bytes("</w:body></w:document>"));
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  static byte[] zipOfEntries(int entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries; i++) {
        put(zip, i + ".txt", "entry " + i);
      }
    }
    return out.toByteArray();
  }

  static byte[] zipsInZips(int depth) throws IOException {
    byte[] nested = bytes("words at the bottom");
    String name = "bottom.txt";
    for (int i = 0; i < depth; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        put(zip, "beside.txt", "words beside " + name);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(nested);
        zip.closeEntry();
      }
      nested = out.toByteArray();
      name = i + ".zip";
    }
    return nested;
  }

  /**
   * An archive with a text, so many megabytes of one character, and another text. The compressed
   * megabytes repeat one piece, so making it takes no time.
   */
  static Path zipBomb(Path file, String name, char filling, int megabytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      ByteArrayOutputStream directory = new ByteArrayOutputStream();
      long at = member(out, directory, 0, "first.txt", "the first text\n", 0);
      at = member(out, directory, at, name, String.valueOf(filling).repeat(1 << 20), megabytes);
      at = member(out, directory, at, "last.txt", "the last text\n", 0);
      out.write(directory.toByteArray());
      out.write(
          little(22)
              .putInt(0x06054B50)
              .putInt(0)
              .putShort((short) 3)
              .putShort((short) 3)
              .putInt(directory.size())
              .putInt((int) at)
              .putShort((short) 0)
              .array());
    }
    return file;
  }

  private static long member(
      OutputStream out, OutputStream directory, long at, String name, String piece, int times)
      throws IOException {
    byte[] plain = bytes(piece);
    int repeated = Math.max(1, times);
    byte[] packed = rawDeflated(plain, repeated);
    CRC32 crc = new CRC32();
    for (int i = 0; i < repeated; i++) {
      crc.update(plain);
    }
    byte[] common =
        little(26)
            .putShort((short) 20)
            .putShort((short) 0)
            .putShort((short) 8)
            .putInt(0)
            .putInt((int) crc.getValue())
            .putInt(packed.length)
            .putInt((int) ((long) plain.length * repeated))
            .putShort((short) name.length())
            .putShort((short) 0)
            .array();
    out.write(little(4).putInt(0x04034B50).array());
    out.write(common);
    out.write(bytes(name));
    out.write(packed);
    directory.write(little(6).putInt(0x02014B50).putShort((short) 20).array());
    directory.write(common);
    directory.write(little(14).putInt(10, (int) at).array());
    directory.write(bytes(name));
    return at + 30 + name.length() + packed.length;
  }

  private static byte[] rawDeflated(byte[] piece, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    byte[] buffer = new byte[1 << 16];
    deflater.setInput(piece);
    for (int n = 1; n > 0; ) {
      n = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
      out.write(buffer, 0, n);
    }
    byte[] packed = out.toByteArray();
    out.reset();
    for (int i = 0; i < times; i++) {
      out.writeBytes(packed);
    }
    // An empty last block.
    out.write(3);
    out.write(0);
    deflater.end();
    return out.toByteArray();
  }

  static byte[] billionLaughs() {
    StringBuilder xml = new StringBuilder("<!DOCTYPE lolz [<!ENTITY lol \"lol\">");
    String before = "lol";
    for (int i = 1; i <= 9; i++) {
      xml.append("<!ENTITY lol").append(i).append(" \"");
      xml.append(("&" + before + ";").repeat(10)).append("\">");
      before = "lol" + i;
    }
    return bytes("<?xml version=\"1.0\"?>" + xml + "]><lolz>&lol9;</lolz>");
  }

  /** Asks for a local file and for an address, in a document and in its type. */
  static byte[] outsideEntities(Path local, int port) {
    return bytes(
        "<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM \"http://127.0.0.1:"
            + port
            + "/a.dtd\" [<!ENTITY file SYSTEM \""
            + local.toUri()
            + "\"><!ENTITY net SYSTEM \"http://127.0.0.1:"
            + port
            + "/b\"><!ENTITY % p SYSTEM \"http://127.0.0.1:"
            + port
            + "/c\"> %p;]><a>before &file; &net; after</a>");
  }

  private static final String FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

  private static String page(int contents) {
    return "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents "
        + contents
        + " 0 R /Resources << /Font << /F1 6 0 R >> >> >>";
  }

  private static byte[] text(String text) {
    return bytes("BT /F1 12 Tf 50 700 Td (" + text + ") Tj ET");
  }

  private static byte[] stream(String dictionary, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes("<< " + dictionary + " /Length " + content.length + " >>\nstream\n"));
    out.write(content);
    out.write(bytes("\nendstream"));
    return out.toByteArray();
  }

  /** Objects from number 2 on, the page tree first. */
  private static byte[] pdf(Object... objects) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Integer> offsets = new ArrayList<>();
    out.write(bytes("%PDF-1.5\n"));
    for (int i = -1; i < objects.length; i++) {
      offsets.add(out.size());
      out.write(bytes((i + 2) + " 0 obj\n"));
      Object content = i < 0 ? "<< /Type /Catalog /Pages 2 0 R >>" : objects[i];
      out.write(content instanceof byte[] raw ? raw : bytes((String) content));
      out.write(bytes("\nendobj\n"));
    }
    int xref = out.size();
    out.write(bytes("xref\n0 " + (offsets.size() + 1) + "\n0000000000 65535 f \n"));
    for (int offset : offsets) {
      out.write(bytes(String.format(java.util.Locale.ROOT, "%010d 00000 n \n", offset)));
    }
    out.write(
        bytes(
            "trailer << /Size "
                + (offsets.size() + 1)
                + " /Root 1 0 R >>\nstartxref\n"
                + xref
                + "\n%%EOF\n"));
    return out.toByteArray();
  }

  private static byte[] deflated(String megabyte, int times) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = bytes(megabyte);
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
      for (int i = 0; i < times; i++) {
        deflater.write(piece);
      }
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes(content));
    zip.closeEntry();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
