package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.DocumentDraft;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.jsoup.Jsoup;
import tools.jackson.core.JacksonException;

/**
 * Reads Jupyter notebooks (nbformat 2 to 4): the Markdown, the code and what it printed, cell by
 * cell. Of the forms of a result the plain text is read, and another one where that only names it.
 */
public final class NotebookReader {
  private static final String TYPE = "application/x-ipynb+json";
  private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private static final Pattern LINE_END = Pattern.compile("(?<!\\r)\\r++(?=\\n|\\z)");

  /** From the start of a line only: anywhere else it would look at the rest of the line again. */
  private static final Pattern OVERWRITTEN = Pattern.compile("(?dm)^[^\\n]*\\r");

  /** How Python shows what it has no text for. */
  private static final Pattern NAME_ONLY = Pattern.compile("\\s*<[^<>]*>\\s*");

  private static final Set<String> FORMS =
      Set.of("html", "latex", "png", "jpeg", "svg", "pdf", "json", "javascript");

  private static final Set<String> PICTURES = Set.of("png", "jpeg", "svg", "pdf");

  /** The texts of a notebook are held in memory; a larger one is read as the JSON that it is. */
  private static final long MAX_FILE_BYTES = 128L << 20;

  /** What stands between two lines: before format 3 they were written without their ends. */
  private final String lineEnd;

  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private int codePoints;

  private NotebookReader(String lineEnd) {
    this.lineEnd = lineEnd;
  }

  /** Reads a notebook; false, with nothing read, where it is none. */
  public static boolean read(TikaInputStream stream, DocumentDraft draft)
      throws IOException, WriteLimitReachedException {
    if (!draft.filename.toLowerCase(Locale.ROOT).endsWith(".ipynb")
        || Files.size(stream.getPath()) > MAX_FILE_BYTES) {
      return false;
    }
    Object notebook;
    try (InputStream json = Files.newInputStream(stream.getPath())) {
      notebook = NotebookJson.read(json);
    } catch (JacksonException e) {
      draft.gap(Reason.PARSE_ERROR, "it is no whole notebook: what is there was read as it stands");
      return false;
    }
    List<?> cells = cells(notebook);
    String format = String.valueOf(child(notebook, "nbformat"));
    if (format.isEmpty() || cells.isEmpty()) {
      return false;
    }
    NotebookReader reader = new NotebookReader(format.matches("[12]") ? "\n" : "");
    cells.forEach(reader::cell);
    draft.metadata.set(Metadata.CONTENT_TYPE, TYPE);
    reader.describe(notebook, draft.metadata);
    draft.text.verbatim(reader.text.toString(), reader.blocks);
    return true;
  }

  private void describe(Object notebook, Metadata metadata) {
    Object about = child(notebook, "metadata");
    String kernel = get(child(about, "kernelspec"), "language");
    String language = kernel.isEmpty() ? get(child(about, "language_info"), "name") : kernel;
    if (!language.isEmpty()) {
      metadata.set("programming_language", language);
    }
    if (!get(about, "title").isEmpty()) {
      metadata.set("dc:title", get(about, "title"));
    }
  }

  private static List<?> cells(Object notebook) {
    List<Object> cells = new ArrayList<>(list(notebook, "cells"));
    for (Object worksheet : list(notebook, "worksheets")) {
      cells.addAll(list(worksheet, "cells"));
    }
    return cells;
  }

  private void cell(Object cell) {
    String source = get(cell, "source");
    switch (get(cell, "cell_type")) {
      case "markdown" -> markdown(source);
      case "heading" -> markdown("#".repeat(level(cell)) + " " + source);
      case "code" -> {
        String code = get(cell, "input") + source;
        add(code, SourceCodeReader.blocks(storable(code)));
        for (Object output : list(cell, "outputs")) {
          output(output);
        }
      }
      default -> paragraph(source);
    }
  }

  private int level(Object cell) {
    String level = get(cell, "level");
    return level.matches("[1-6]") ? level.charAt(0) - '0' : 1;
  }

  private void output(Object output) {
    String traceback =
        String.join("\n", list(output, "traceback").stream().map(this::text).toList());
    if (!traceback.isBlank()) {
      printed(traceback);
      return;
    }
    Object forms = child(output, "data") instanceof Map<?, ?> data ? data : output;
    String plain = get(forms, "text/plain") + get(forms, "text");
    if (!plain.isBlank() && !(NAME_ONLY.matcher(plain).matches() && hasOthers(forms))) {
      printed(plain);
      return;
    }
    String html = get(forms, "text/html") + get(forms, "html");
    if (!get(forms, "text/markdown").isBlank()) {
      markdown(get(forms, "text/markdown"));
    } else if (!html.isBlank()) {
      paragraph(Jsoup.parse(html).wholeText());
    } else {
      String latex = get(forms, "text/latex") + get(forms, "latex");
      printed(latex.isBlank() && !hasPicture(forms) ? plain : latex);
    }
    if (!get(output, "evalue").isBlank()) {
      printed(get(output, "ename") + ": " + get(output, "evalue"));
    }
  }

  private static boolean hasOthers(Object forms) {
    return forms instanceof Map<?, ?> map
        && map.keySet().stream()
            .map(String::valueOf)
            .anyMatch(
                form -> FORMS.contains(form) || (form.contains("/") && !form.equals("text/plain")));
  }

  private static boolean hasPicture(Object forms) {
    return forms instanceof Map<?, ?> map
        && map.keySet().stream()
            .map(String::valueOf)
            .anyMatch(form -> form.startsWith("image/") || PICTURES.contains(form));
  }

  /** As a terminal would show it. */
  private void printed(String raw) {
    String plain = LINE_END.matcher(COLOURS.matcher(raw).replaceAll("")).replaceAll("");
    String shown = storable(OVERWRITTEN.matcher(plain).replaceAll(""));
    MarkedText marked = new MarkedText(shown);
    marked.code(0, shown.length());
    add(shown, marked.blocks());
  }

  private void markdown(String source) {
    add(source, MarkdownReader.blocks(storable(source)));
  }

  private void paragraph(String source) {
    add(source, new MarkedText(storable(source)).blocks());
  }

  private void add(String source, List<Block> marked) {
    if (marked.isEmpty()) {
      return;
    }
    String storable = storable(source).stripTrailing();
    if (!text.isEmpty()) {
      text.append("\n\n");
      codePoints += 2;
    }
    marked.forEach(block -> blocks.add(behind(block)));
    text.append(storable);
    codePoints += storable.codePointCount(0, storable.length());
  }

  private static String storable(String raw) {
    return TextAssembly.storable(raw);
  }

  /** The block of a text that begins where this one ends. */
  private Block behind(Block block) {
    TextSpan span = behind(block.span());
    return switch (block) {
      case Block.Heading(TextSpan _, int level, TextSpan title) ->
          new Block.Heading(span, level, behind(title));
      case Block.Paragraph(TextSpan _, Block.Role role) -> new Block.Paragraph(span, role);
      case Block.ListItem _ -> new Block.ListItem(span);
      case Block.Code _ -> new Block.Code(span);
      case Block.Table(TextSpan _, TextSpan header) -> new Block.Table(span, behind(header));
    };
  }

  private TextSpan behind(TextSpan span) {
    return new TextSpan(codePoints + span.start(), codePoints + span.end());
  }

  private static Object child(Object of, String name) {
    Object value = of instanceof Map<?, ?> map ? map.get(name) : null;
    return value == null ? "" : value;
  }

  private static List<?> list(Object of, String name) {
    return child(of, name) instanceof List<?> list ? list : List.of();
  }

  private String get(Object of, String name) {
    return text(child(of, name));
  }

  /** Texts come as a whole or as a list of lines. */
  private String text(Object value) {
    return switch (value) {
      case String string -> string;
      case List<?> lines -> String.join(lineEnd, lines.stream().map(this::text).toList());
      default -> "";
    };
  }
}
