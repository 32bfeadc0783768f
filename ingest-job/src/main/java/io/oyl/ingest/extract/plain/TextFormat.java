package io.oyl.ingest.extract.plain;

import io.oyl.ingest.extract.Block;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Text files whose own text is the document: it is marked, never changed but for {@link
 * UnicodeEscapes}.
 */
enum TextFormat {
  MARKDOWN("text/markdown", Set.of("md", "markdown", "mdown", "mkd", "mdx", "mdtext")),
  ASCIIDOC("text/x-asciidoc", Set.of("adoc", "asciidoc", "asc")),
  REST("text/x-rst", Set.of("rst", "rest")),
  SOURCE_CODE(
      "",
      Set.of(
          "java",
          "kt",
          "kts",
          "scala",
          "groovy",
          "gradle",
          "clj",
          "py",
          "pyi",
          "rb",
          "pl",
          "pm",
          "php",
          "lua",
          "r",
          "jl",
          "c",
          "h",
          "cc",
          "cpp",
          "cxx",
          "hh",
          "hpp",
          "hxx",
          "m",
          "mm",
          "cs",
          "fs",
          "vb",
          "go",
          "rs",
          "swift",
          "dart",
          "zig",
          "js",
          "mjs",
          "cjs",
          "jsx",
          "ts",
          "tsx",
          "vue",
          "css",
          "scss",
          "less",
          "sql",
          "sh",
          "bash",
          "zsh",
          "fish",
          "ps1",
          "bat",
          "cmd",
          "awk",
          "hs",
          "ml",
          "mli",
          "ex",
          "exs",
          "erl",
          "lisp",
          "el",
          "scm",
          "tcl",
          "f90",
          "pas",
          "asm",
          "proto",
          "thrift",
          "graphql",
          "tf",
          "yaml",
          "yml",
          "toml",
          "ini",
          "cfg",
          "properties",
          "cmake",
          "mk",
          "dockerfile",
          "diff",
          "patch",
          "json")),
  JSON_RECORDS("", Set.of("jsonl", "ndjson", "ipynb"));

  private static final Set<String> ESCAPED =
      Set.of("json", "jsonl", "ndjson", "ipynb", "properties");

  private static final Set<String> PLAIN =
      Set.of(
          "text/plain",
          "text/css",
          "text/javascript",
          "application/javascript",
          "application/json",
          "application/sql",
          "application/x-sh",
          "application/x-bat",
          "application/typescript",
          "application/x-httpd-php",
          "text/markdown",
          "text/x-web-markdown",
          "application/toml",
          "application/yaml");

  private final String mimeType;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of: it cannot change
  private final Set<String> extensions;

  TextFormat(String mimeType, Set<String> extensions) {
    this.mimeType = mimeType;
    this.extensions = extensions;
  }

  /** The format of a file of this detected type and name; null when Tika is to read it. */
  static @Nullable TextFormat of(String type, String filename) {
    String extension = extension(filename);
    boolean isText = PLAIN.contains(type) || type.startsWith("text/x-");
    for (TextFormat format : values()) {
      if (type.equals(format.mimeType)
          || (isText && filename.contains(".") && format.extensions.contains(extension))) {
        return format;
      }
    }
    return null;
  }

  private static String extension(String filename) {
    return filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether escapes stand for characters in a file of this name. */
  static boolean hasEscapes(String filename) {
    return ESCAPED.contains(extension(filename));
  }

  /** The type to name instead of the detected one. */
  String mimeType(String detected) {
    return mimeType.isEmpty() ? detected : mimeType;
  }

  /** The blocks of a text with line feeds as line ends. */
  List<Block> blocks(String text) {
    return switch (this) {
      case MARKDOWN -> MarkdownReader.blocks(text);
      case ASCIIDOC -> AsciiDocReader.blocks(text);
      case REST -> RestReader.blocks(text);
      case SOURCE_CODE -> SourceCodeReader.blocks(text);
      case JSON_RECORDS -> paragraphs(text);
    };
  }

  /** What the text says of itself. */
  Map<String, List<String>> entries(String text) {
    return switch (this) {
      case MARKDOWN -> FrontMatter.entries(text);
      case ASCIIDOC -> AsciiDocReader.entries(text);
      case REST -> RestReader.entries(text);
      case SOURCE_CODE, JSON_RECORDS -> Map.of();
    };
  }

  private static List<Block> paragraphs(String text) {
    MarkedText marked = new MarkedText(text);
    int start = 0;
    for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", start)) {
      marked.paragraph(start, end, Block.Role.BODY);
      start = end + 2;
    }
    marked.paragraph(start, text.length(), Block.Role.BODY);
    return marked.blocks();
  }
}
