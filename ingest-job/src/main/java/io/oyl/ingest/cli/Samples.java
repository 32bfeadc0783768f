package io.oyl.ingest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sample-docs/README.md} promises: how each file must end, and what may be asked. Read
 * from its tables, so that the text and the demo cannot disagree.
 */
record Samples(Map<String, Ending> files, List<String> questions) {
  private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern CODE = Pattern.compile("(`+)(.+?)(?<!`)\\1(?!`)");

  /** How a file must end. */
  record Ending(String state, @Nullable String reason) {
    @Override
    public String toString() {
      return state + (reason == null ? "" : ", " + reason);
    }
  }

  /**
   * Reads the README of a folder.
   *
   * @throws UsageException when it has no table of files
   */
  static Samples in(Path folder) {
    Path readme = folder.resolve("README.md");
    try {
      Samples samples = parse(Files.readString(readme));
      if (samples.files().isEmpty()) {
        throw new UsageException(readme + " has no table | file | ... | state | reason |");
      }
      return samples;
    } catch (IOException e) {
      throw new UsageException("cannot read " + readme + ": " + e.getMessage());
    }
  }

  static Samples parse(String markdown) {
    Map<String, Ending> files = new LinkedHashMap<>();
    List<String> questions = new ArrayList<>();
    List<String> header = List.of();
    for (String line : markdown.lines().toList()) {
      List<String> cells = cells(line);
      if (cells.isEmpty()) {
        header = List.of();
      } else if (header.isEmpty()) {
        header = cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
      } else if (cells.size() == header.size() && !cells.getFirst().matches(":?-+:?")) {
        int file = header.indexOf("file");
        int state = header.indexOf("state");
        int reason = header.indexOf("reason");
        int question = header.indexOf("question");
        if (file >= 0 && state >= 0 && reason >= 0) {
          files.put(
              text(cells.get(file)), new Ending(text(cells.get(state)), code(cells.get(reason))));
        } else if (question >= 0) {
          questions.add(text(cells.get(question)));
        }
      }
    }
    return new Samples(files, questions);
  }

  private static List<String> cells(String line) {
    String row = line.strip();
    if (!row.startsWith("|")) {
      return List.of();
    }
    String inner = row.substring(1).replaceFirst("(?<!\\\\)\\|$", "");
    return Stream.of(CELL_BORDER.split(inner, -1))
        .map(cell -> cell.replace("\\|", "|").strip())
        .toList();
  }

  /** What stands in backticks, else the cell itself. */
  private static String text(String cell) {
    String code = code(cell);
    return code == null ? cell : code;
  }

  private static @Nullable String code(String cell) {
    Matcher code = CODE.matcher(cell);
    if (!code.find()) {
      return null;
    }
    String text = code.group(2);
    boolean isPadded = text.startsWith(" ") && text.endsWith(" ") && !text.isBlank();
    return isPadded ? text.substring(1, text.length() - 1) : text;
  }
}
