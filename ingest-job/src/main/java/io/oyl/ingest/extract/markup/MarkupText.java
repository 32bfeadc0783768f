package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.tika.exception.WriteLimitReachedException;

/**
 * The text between the tags of HTML or XML, in one pass that keeps nothing: no tree, no nesting, no
 * entities but characters.
 */
public final class MarkupText {
  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
          "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
          "sup", "tt", "u", "var", "wbr");
  private static final Set<String> SKIPPED = Set.of("script", "style", "title", "template");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00A0");
  private static final int PROBE = 64 << 10;
  private static final int LONGEST_TAG = 4_096;
  private static final int PIECE = 16 << 10;

  private final Reader in;
  private final TextAssembly out;
  private final StringBuilder run = new StringBuilder();

  private MarkupText(Reader in, TextAssembly out) {
    this.in = in;
    this.out = out;
  }

  public static void read(Path file, TextAssembly out) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new java.io.InputStreamReader(Files.newInputStream(file), charset(file)))) {
      new MarkupText(in, out).read();
    } catch (WriteLimitReachedException e) {
      // The text is marked as cut.
    }
  }

  private static Charset charset(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] probe = in.readNBytes(PROBE);
      if (probe.length >= 2 && (probe[0] & 0xFF) + (probe[1] & 0xFF) == 0xFE + 0xFF) {
        return StandardCharsets.UTF_16;
      }
      int end = probe.length;
      // A character may be cut at the end of the probe.
      while (end > 0 && end > probe.length - 4 && probe.length == PROBE && probe[end - 1] < 0) {
        end--;
      }
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Arrays.copyOf(probe, end)));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return Charset.forName("windows-1252");
    }
  }

  private void read() throws IOException, WriteLimitReachedException {
    String skipUntil = null;
    int c = in.read();
    while (c >= 0) {
      if (c == '<') {
        String tag = tag();
        String name = name(tag);
        if (skipUntil != null) {
          skipUntil = tag.startsWith("/") && name.equals(skipUntil) ? null : skipUntil;
        } else if (!tag.startsWith("/") && !tag.endsWith("/") && SKIPPED.contains(name)) {
          skipUntil = name;
        }
        if (name.equals("br")) {
          run.append(' ');
        } else if (!name.isEmpty() && !INLINE.contains(name)) {
          flush();
        }
      } else if (skipUntil == null) {
        if (c == '&') {
          entity();
        } else {
          run.append((char) c);
        }
        if (run.length() > PIECE && WhiteSpace.isSpace((char) c)) {
          flush();
        }
      }
      c = in.read();
    }
    flush();
  }

  /** What stands between the brackets, bounded; empty for a comment. */
  private String tag() throws IOException {
    StringBuilder tag = new StringBuilder();
    boolean comment = false;
    int dashes = 0;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '>' && (!comment || dashes >= 2)) {
        break;
      }
      dashes = c == '-' ? dashes + 1 : 0;
      if (tag.length() < LONGEST_TAG) {
        tag.append((char) c);
      }
      if (tag.length() == 3 && tag.toString().equals("!--")) {
        comment = true;
        dashes = 0;
      }
    }
    return comment ? "" : tag.toString();
  }

  private static String name(String tag) {
    int start = tag.startsWith("/") ? 1 : 0;
    int end = start;
    while (end < tag.length()
        && (Character.isLetterOrDigit(tag.charAt(end)) || tag.charAt(end) == ':')) {
      end++;
    }
    return tag.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private void entity() throws IOException {
    in.mark(12);
    StringBuilder name = new StringBuilder();
    int c = in.read();
    while (name.length() < 10 && (Character.isLetterOrDigit(c) || c == '#')) {
      name.append((char) c);
      c = in.read();
    }
    String text = c == ';' ? meaning(name.toString()) : "";
    if (text.isEmpty()) {
      in.reset();
      run.append('&');
    } else {
      run.append(text);
    }
  }

  private static String meaning(String name) {
    if (!name.startsWith("#")) {
      return ENTITIES.getOrDefault(name, "");
    }
    try {
      boolean hex = name.startsWith("#x") || name.startsWith("#X");
      int codePoint = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "";
    } catch (NumberFormatException e) {
      return "";
    }
  }

  private void flush() throws WriteLimitReachedException {
    String text = WhiteSpace.collapse(run.toString());
    run.setLength(0);
    out.paragraphs(text);
  }
}
