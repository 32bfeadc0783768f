package io.oyl.ingest.extract.office;

import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.PageNumbers;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.UnpackedBudget;
import io.oyl.ingest.source.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;

/**
 * The running text that is left in a damaged Office package. Entries are found by their own
 * headers, without the directory at the end of the file. One that is cut off counts as far as it
 * goes; one that does not match its checksum is left out: what could be made of it is no text. The
 * order of the slides is lost, so no page is known.
 */
public final class DamagedPackage {
  private static final Pattern WORD = Pattern.compile("word/document\\.xml()");
  private static final Pattern SLIDE = Pattern.compile("ppt/slides/slide(\\d{1,4})\\.xml");
  private static final Pattern SHEET = Pattern.compile("xl/worksheets/sheet(\\d{1,4})\\.xml");
  private static final Pattern OPEN_DOCUMENT = Pattern.compile("content\\.xml()");
  private static final String STRINGS = "xl/sharedStrings.xml";

  private static final int LOCAL_HEADER = 0x504B0304;
  private static final int MOST_ENTRIES = 100_000;

  /** An entry, and whether it is cut off. */
  private record Entry(String name, long offset, boolean cut) {}

  private final Path file;
  private final Pattern text;
  private final UnpackedBudget unpacked;
  private final Map<Integer, Entry> parts = new TreeMap<>();
  private @Nullable Entry strings;
  private int last;

  private DamagedPackage(Path file, Pattern text, UnpackedBudget unpacked) {
    this.file = file;
    this.text = text;
    this.unpacked = unpacked;
  }

  public static boolean isFor(String mimeType) {
    return textOf(mimeType) != null;
  }

  /** The names of the parts that hold the text. */
  private static @Nullable Pattern textOf(String type) {
    if (type.contains(".wordprocessingml.") || type.startsWith("application/vnd.ms-word.")) {
      return WORD;
    }
    if (type.contains(".presentationml.") || type.startsWith("application/vnd.ms-powerpoint.")) {
      return SLIDE;
    }
    if (type.contains(".spreadsheetml.") || type.startsWith("application/vnd.ms-excel.")) {
      return SHEET;
    }
    return type.startsWith("application/vnd.oasis.opendocument.") ? OPEN_DOCUMENT : null;
  }

  /**
   * Reads what is left, and tells in a gap what is not.
   *
   * @param why what the damage is
   * @return false when there is no text
   */
  public static boolean read(
      Path file, String mimeType, DocumentDraft draft, UnpackedBudget unpacked, String why)
      throws IOException {
    Pattern text = textOf(mimeType);
    if (text == null) {
      return false;
    }
    DamagedPackage damaged = new DamagedPackage(file, text, unpacked);
    damaged.find();
    damaged.read(draft.text);
    if (draft.text.isEmpty()) {
      return false;
    }
    draft.gap(Reason.PARSE_ERROR, why + "; only running text was read" + damaged.missing());
    return true;
  }

  private void find() throws IOException {
    long skipTo = 0;
    for (long offset : headers()) {
      if (offset < skipTo) {
        continue;
      }
      try (ZipInputStream zip = open(offset)) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
          continue;
        }
        if (entry.getMethod() == ZipEntry.STORED) {
          // what is stored as it is may be a package with such parts of its own
          skipTo = offset + Math.max(0, entry.getCompressedSize());
        }
        String name = entry.getName().replace('\\', '/');
        Matcher part = text.matcher(name);
        if (part.matches()) {
          int number = part.group(1).isEmpty() ? 0 : Integer.parseInt(part.group(1));
          last = Math.max(last, number);
          parts.putIfAbsent(number, new Entry(name, offset, isCut(zip)));
        } else if (text == SHEET && name.equals(STRINGS)) {
          strings = new Entry(name, offset, isCut(zip));
        }
      } catch (UnpackedBudget.SpentException e) {
        throw e;
      } catch (IOException | IllegalArgumentException e) {
        // Not an entry, or one that is damaged.
      }
    }
  }

  /** Reads an entry to its end; whether that is missing. */
  private boolean isCut(ZipInputStream zip) throws IOException {
    try {
      unpacked.measured(zip).transferTo(OutputStream.nullOutputStream());
      return false;
    } catch (EOFException e) {
      return true;
    }
  }

  private List<Long> headers() throws IOException {
    List<Long> offsets = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int last = 0;
      long read = 0;
      for (int b = in.read(); b >= 0 && offsets.size() < MOST_ENTRIES; b = in.read()) {
        last = last << 8 | b;
        read++;
        if (last == LOCAL_HEADER) {
          offsets.add(read - 4);
        }
      }
    }
    return offsets;
  }

  private ZipInputStream open(long offset) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(offset);
    return new ZipInputStream(new BufferedInputStream(in, 1 << 13));
  }

  private void read(TextAssembly out) throws IOException {
    out.forgetPages();
    List<String> words = new ArrayList<>();
    Entry told = strings;
    try {
      if (told != null) {
        read(told, in -> SheetText.readStrings(in, words, out.room()));
      }
      for (Entry part : parts.values()) {
        if (text != SHEET) {
          read(part, in -> PackageText.read(in, out));
        } else if (!words.isEmpty() || holdsItsWords(part)) {
          // numbers alone would say nothing
          read(part, in -> SheetText.read(in, words, out));
        }
      }
    } catch (WriteLimitReachedException e) {
      // The text is marked as cut.
    }
  }

  private boolean holdsItsWords(Entry sheet) throws IOException {
    try (ZipInputStream zip = open(sheet.offset())) {
      zip.getNextEntry();
      return SheetText.holdsItsWords(unpacked.measured(zip));
    } catch (XMLStreamException | ZipException | EOFException e) {
      return false;
    }
  }

  private interface Reading {
    void of(InputStream in) throws IOException, XMLStreamException, WriteLimitReachedException;
  }

  private void read(Entry entry, Reading reading) throws IOException, WriteLimitReachedException {
    try (ZipInputStream zip = open(entry.offset())) {
      zip.getNextEntry();
      reading.of(unpacked.measured(zip));
    } catch (XMLStreamException | ZipException | EOFException e) {
      // It is read as far as it goes.
    }
  }

  private String missing() {
    StringBuilder missing = new StringBuilder();
    if (text == SHEET) {
      missing.append("; numbers and dates are as they are stored");
    }
    Entry told = strings;
    if (told != null) {
      missing.append(told.cut() ? "; " + told.name() + " breaks off" : "");
    }
    for (Entry part : parts.values()) {
      missing.append(part.cut() ? "; " + part.name() + " breaks off" : "");
    }
    PageNumbers numbers = new PageNumbers();
    for (int number = 1; number <= last; number++) {
      if (!parts.containsKey(number)) {
        numbers.add(number);
      }
    }
    if (!numbers.isEmpty()) {
      missing.append(text == SLIDE ? "; without slide " : "; without sheet ").append(numbers);
    }
    return missing.toString();
  }
}
