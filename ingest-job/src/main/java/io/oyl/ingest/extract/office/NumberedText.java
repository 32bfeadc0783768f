package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.CopyToRead;
import io.oyl.ingest.extract.draft.RewrittenXml;
import io.oyl.ingest.extract.draft.UntrustedXml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamException;
import org.apache.tika.io.TikaInputStream;
import org.jspecify.annotations.Nullable;

/**
 * An OpenDocument text whose content reads with the numbers of its headings and list items, which
 * Tika does not count, with its notes behind the paragraphs, with marked page headers and footers,
 * and without what was deleted. The file itself is never written.
 */
public final class NumberedText extends ZipFile {
  private static final String CONTENT = "content.xml";
  private static final String STYLES = "styles.xml";

  private @Nullable OpenNumbering numbering;

  private NumberedText(Path file) throws IOException {
    super(file.toFile());
  }

  /**
   * Lets the parser of this stream read numbers, and the like, where there are any and nothing is
   * damaged.
   */
  public static void offer(TikaInputStream stream) {
    try {
      NumberedText text = new NumberedText(stream.getPath());
      if (text.isNumbered()) {
        stream.setOpenContainer(text);
      } else {
        text.close();
      }
    } catch (IOException | RuntimeException e) {
      // It is read as it is.
    }
  }

  /**
   * A copy of an OpenDocument text in one XML file, to read instead, which the caller deletes; null
   * where it would be the same or the file is damaged.
   */
  public static @Nullable Path ofFlat(Path file) {
    OpenNumbering found = new OpenNumbering();
    try (InputStream styles = Files.newInputStream(file);
        InputStream text = Files.newInputStream(file)) {
      UntrustedXml.forEach(styles, found::see);
      if (!found.isNeeded()) {
        return null;
      }
      return CopyToRead.written(
          ".fodt",
          copy -> {
            InputStream rewritten = rewritten(text, found);
            Files.copy(
                found.hasRunning() ? new RewrittenXml(rewritten, new OpenRunning(true)) : rewritten,
                copy,
                StandardCopyOption.REPLACE_EXISTING);
            return true;
          });
    } catch (IOException | XMLStreamException | RuntimeException e) {
      return null;
    }
  }

  private boolean isNumbered() {
    try {
      OpenNumbering found = read();
      numbering = found.isNeeded() ? found : null;
    } catch (IOException | XMLStreamException | RuntimeException e) {
      // What is damaged is read as it is.
    }
    return numbering != null;
  }

  private OpenNumbering read() throws IOException, XMLStreamException {
    OpenNumbering found = new OpenNumbering();
    for (String part : new String[] {STYLES, CONTENT}) {
      ZipEntry entry = getEntry(part);
      if (entry != null) {
        try (InputStream in = super.getInputStream(entry)) {
          UntrustedXml.forEach(in, found::see);
        }
      }
    }
    return found;
  }

  @Override
  public @Nullable InputStream getInputStream(ZipEntry entry) throws IOException {
    InputStream bytes = super.getInputStream(entry);
    OpenNumbering found = numbering;
    if (found == null || bytes == null) {
      return bytes;
    }
    return switch (entry.getName()) {
      case CONTENT -> rewritten(bytes, found);
      case STYLES ->
          found.hasRunning()
              ? new RewrittenXml(rewritten(bytes, found), new OpenRunning(false))
              : bytes;
      default -> bytes;
    };
  }

  private static InputStream rewritten(InputStream part, OpenNumbering found) throws IOException {
    InputStream told = found.hasPictures() ? new RewrittenXml(part, new OpenPictures()) : part;
    InputStream text = found.changesText() ? new RewrittenXml(told, new OpenNumbers(found)) : told;
    return found.hasNotes() ? new RewrittenXml(text, new OpenNotes()) : text;
  }
}
