package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.draft.StorableText;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Reads plain text with form feeds, where its pages end: as books, standards and what was printed
 * to a file have it. Tika makes signs of them that stand for no character.
 */
public final class PlainTextReader {
  /** So much is looked at for the first form feed, in bytes. */
  private static final int PROBE = 1 << 20;

  private final ContentHandler out;
  private final StringBuilder text = new StringBuilder();
  private int begun;
  private int ended;

  private PlainTextReader(ContentHandler out) {
    this.out = out;
  }

  public static boolean reads(String type, TikaInputStream stream) throws IOException {
    if (!type.equals("text/plain")) {
      return false;
    }
    stream.mark(PROBE + 1);
    byte[] bytes = stream.readNBytes(PROBE);
    stream.reset();
    for (byte b : bytes) {
      if (b == '\f') {
        return true;
      }
    }
    return false;
  }

  /** Sends the text as pages. */
  public static void read(TikaInputStream stream, Metadata metadata, ContentHandler out)
      throws IOException, SAXException {
    Charset detected = new WebEncodingDetector().detect(stream, metadata);
    Charset charset = detected == null ? StandardCharsets.UTF_8 : detected;
    metadata.set(Metadata.CONTENT_TYPE, "text/plain; charset=" + charset.name());
    metadata.set(Metadata.CONTENT_ENCODING, charset.name());
    new PlainTextReader(out).read(new BufferedReader(new InputStreamReader(stream, charset)));
  }

  private void read(Reader reader) throws IOException, SAXException {
    char[] piece = new char[1 << 12];
    boolean begins = true;
    for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
      for (int i = begins && read > 0 && piece[0] == '\uFEFF' ? 1 : 0; i < read; i++) {
        if (piece[i] == '\f') {
          send();
          ended++;
        } else {
          text.append(storable(piece[i]));
        }
      }
      begins = false;
      send();
    }
    endPage();
  }

  /** As Tika has it, but for the vertical tab. */
  private static char storable(char c) {
    if (c == '\u000B') {
      return '\n';
    }
    boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
    return control || c > StorableText.REPLACEMENT ? StorableText.REPLACEMENT : c;
  }

  private void send() throws SAXException {
    boolean blank = text.chars().allMatch(c -> WhiteSpace.isSpace((char) c));
    if (!blank || begun > ended) {
      beginPages();
      char[] characters = text.toString().toCharArray();
      out.characters(characters, 0, characters.length);
    }
    text.setLength(0);
  }

  /** Pages without text count, where one with text follows. */
  private void beginPages() throws SAXException {
    while (begun <= ended) {
      endPage();
      AttributesImpl attributes = new AttributesImpl();
      attributes.addAttribute("", "class", "class", "CDATA", "page");
      out.startElement("", "div", "div", attributes);
      begun++;
    }
  }

  private void endPage() throws SAXException {
    if (begun > 0) {
      out.endElement("", "div", "div");
    }
  }
}
