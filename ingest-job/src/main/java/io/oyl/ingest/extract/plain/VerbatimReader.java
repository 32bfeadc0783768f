package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.TextAssembly;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.xml.sax.SAXException;

/** Reads the formats of {@link TextFormat}. */
public final class VerbatimReader {
  /** Larger ones are read as a stream, without structure. */
  private static final long MAX_FILE_BYTES = 32L << 20;

  private VerbatimReader() {}

  /** Reads formats whose text is the document itself; false, with nothing read, for others. */
  public static boolean read(TikaInputStream stream, DocumentDraft draft, String type)
      throws IOException, SAXException {
    TextFormat format = TextFormat.of(type, draft.filename);
    if (format == null || stream.getLength() > MAX_FILE_BYTES) {
      return false;
    }
    Charset charset = new WebEncodingDetector().detect(stream, draft.metadata);
    byte[] bytes = stream.readAllBytes();
    if (charset == null || Utf8Look.at(bytes).isValid()) {
      charset = StandardCharsets.UTF_8;
    }
    String text = new String(bytes, charset);
    text = TextAssembly.storable(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (TextFormat.hasEscapes(draft.filename)) {
      text = UnicodeEscapes.decoded(text);
    }
    draft.metadata.set(Metadata.CONTENT_TYPE, format.mimeType(type));
    draft.metadata.set(Metadata.CONTENT_ENCODING, charset.name());
    format
        .entries(text)
        .forEach((name, values) -> values.forEach(value -> draft.metadata.add(name, value)));
    if (!text.isBlank()) {
      draft.text.verbatim(text, format.blocks(text));
    }
    return true;
  }
}
