package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.draft.CopyToRead;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.xhtml.BlockHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Mails that editors and archives have stored in a way that leaves nothing to Tika. */
final class StoredMail {
  private static final int MAX_HEADER_BYTES = 1 << 24;
  private static final Pattern BLANK_LINE = Pattern.compile("\\r?\\n[ \\t]+\\r?\\n");

  private StoredMail() {}

  /** A copy in UTF-8 of a mail that was saved as UTF-16; null for any other. */
  static @Nullable Path inUtf8(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] mark = in.readNBytes(2);
      if (mark.length < 2 || (mark[0] & mark[1] & 0xFE) != 0xFE || mark[0] == mark[1]) {
        return null;
      }
      Charset charset =
          mark[0] == (byte) 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
      return CopyToRead.written(
          ".eml",
          copy -> {
            try (Reader reader = new InputStreamReader(in, charset);
                Writer writer = Files.newBufferedWriter(copy)) {
              reader.transferTo(writer);
            }
            return true;
          });
    }
  }

  /** Some write the blank line behind the header with blanks in it: no header ends there. */
  static void readBody(Path file, DocumentDraft root) throws IOException, SAXException {
    try (InputStream in = Files.newInputStream(file)) {
      String mail = new String(in.readNBytes(MAX_HEADER_BYTES), StandardCharsets.UTF_8);
      Matcher blank = BLANK_LINE.matcher(mail);
      if (blank.find()) {
        BlockHandler body = new BlockHandler(root.text, root::mimeType);
        char[] text = mail.substring(blank.end()).toCharArray();
        body.characters(text, 0, text.length);
        body.finish();
      }
    }
  }
}
