package io.oyl.ingest.extract.plain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metadata at the head of a text file: what a site generator reads between two lines. */
final class FrontMatter {
  /** Longer is no head of a file. */
  private static final int MAX_LENGTH = 50_000;

  private static final Pattern ENTRY = Pattern.compile("([A-Za-z][\\w.-]*)[ \t]*[:=][ \t]*(.*)");
  private static final Pattern ELEMENT = Pattern.compile("[ \t]*-[ \t]+(.+)");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("title", "dc:title"),
          Map.entry("author", "dc:creator"),
          Map.entry("authors", "dc:creator"),
          Map.entry("date", "dcterms:created"),
          Map.entry("created", "dcterms:created"),
          Map.entry("modified", "dcterms:modified"),
          Map.entry("updated", "dcterms:modified"),
          Map.entry("lastmod", "dcterms:modified"),
          Map.entry("description", "dc:description"),
          Map.entry("keywords", "meta:keyword"),
          Map.entry("tags", "meta:keyword"),
          Map.entry("lang", "dc:language"),
          Map.entry("language", "dc:language"));

  private FrontMatter() {}

  /** Where the text goes on after the front matter; 0 without any. */
  static int end(String text) {
    String fence = text.startsWith("---\n") ? "---" : text.startsWith("+++\n") ? "+++" : "";
    if (fence.isEmpty()) {
      return 0;
    }
    boolean entry = false;
    int start = 4;
    while (start < text.length() && start < MAX_LENGTH) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(start, end).stripTrailing();
      if (line.equals(fence) || (fence.equals("---") && line.equals("..."))) {
        return entry ? Math.min(text.length(), end + 1) : 0;
      }
      if (!entry && !line.isBlank() && !line.startsWith("#")) {
        if (!ENTRY.matcher(line).matches()) {
          return 0;
        }
        entry = true;
      }
      start = end + 1;
    }
    return 0;
  }

  /** Its entries under the names that parsers give them; the ones without such a name too. */
  static Map<String, List<String>> entries(String text) {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    String name = "";
    for (String line : text.substring(0, end(text)).split("\n", -1)) {
      Matcher entry = ENTRY.matcher(line);
      Matcher element = ELEMENT.matcher(line);
      if (entry.matches()) {
        name = named(entry.group(1));
        add(entries, name, entry.group(2));
      } else if (!name.isEmpty() && element.matches()) {
        add(entries, name, element.group(1));
      }
    }
    return entries;
  }

  static String named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NAMES.getOrDefault(lower, lower);
  }

  private static void add(Map<String, List<String>> entries, String name, String value) {
    String stripped = value.strip();
    List<String> values =
        stripped.startsWith("[") && stripped.endsWith("]")
            ? Arrays.asList(stripped.substring(1, stripped.length() - 1).split(",", -1))
            : List.of(stripped);
    for (String one : values) {
      String bare = unquoted(one.strip());
      if (!bare.isEmpty() && !bare.equals(">") && !bare.equals("|")) {
        entries.computeIfAbsent(name, _ -> new ArrayList<>()).add(bare);
      }
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return quoted ? value.substring(1, value.length() - 1).strip() : value;
  }
}
