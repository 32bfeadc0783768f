package io.oyl.ingest.chunk;

import io.oyl.ingest.chunk.Section.Part;
import io.oyl.ingest.extract.ExtractedDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is embedded before a passage: {@code title › heading › heading} and a table's header row, as
 * far as the passage does not say it itself. Too long a line loses its outermost parts, too long a
 * header row is left out, so that both together take no more than half of the budget.
 */
final class Context {
  private static final String SEPARATOR = " › ";

  /** What writers of files put in the place of a title. */
  private static final Pattern FILE_NAME =
      Pattern.compile("(?i).*\\.[a-z0-9]{1,5}|untitled.*|microsoft .*");

  private static final int MAX_TITLE_LENGTH = 200;

  private final String text;
  private final Tokenizer tokenizer;
  private final int most;
  private final String title;

  Context(ExtractedDocument document, Tokenizer tokenizer, int budget) {
    this.text = document.text();
    this.tokenizer = tokenizer;
    this.most = budget / 4;
    this.title = title(document);
  }

  private static String title(ExtractedDocument document) {
    List<String> titles = document.metadata().getOrDefault("title", List.of());
    String title = titles.isEmpty() ? "" : titles.getFirst().strip().replaceAll("\\s+", " ");
    boolean told = Visible.isBlank(title) || FILE_NAME.matcher(title).matches();
    return told || title.length() > MAX_TITLE_LENGTH ? "" : title;
  }

  /** The context of a chunk of this section that begins here; empty, or ends in a line end. */
  String of(Section section, int start) {
    boolean first = start == section.parts().getFirst().start();
    List<String> headings =
        first ? section.headingPath().subList(0, section.outerHeadings()) : section.headingPath();
    return line(headings, section, first) + header(section, start);
  }

  private String line(List<String> headings, Section section, boolean first) {
    List<String> names = new ArrayList<>(headings);
    boolean said =
        section.headingPath().contains(title)
            || (first && text.startsWith(title, section.parts().getFirst().start()));
    if (!title.isEmpty() && !said) {
      names.addFirst(title);
    }
    while (!names.isEmpty()) {
      String line = String.join(SEPARATOR, names) + "\n";
      if (tokenizer.tokenStarts(line).length <= most) {
        return line;
      }
      names.removeFirst();
    }
    return "";
  }

  /** The header row of the table that a chunk begins inside of. */
  private String header(Section section, int start) {
    Part part = section.partAt(start);
    if (part == null || !part.isUnderHeader(start)) {
      return "";
    }
    String header = text.substring(part.headerStart(), part.headerEnd());
    String line = header.strip() + "\n";
    boolean fits = !header.isBlank() && tokenizer.tokenStarts(line).length <= most;
    return fits ? line : "";
  }

  /** Tokens of a context, for a model that reads it before the text. */
  int tokens(String context) {
    return context.isEmpty() ? 0 : tokenizer.tokenStarts(context).length;
  }

  /** The most tokens that a context of this section may have. */
  int most(Section section) {
    int most =
        Math.max(
            tokens(of(section, section.parts().getFirst().start())),
            tokens(of(section, section.end())));
    int header = 0;
    for (Part part : section.parts()) {
      if (part.headerEnd() > part.headerStart()) {
        header = Math.max(header, tokens(header(section, part.end() - 1)));
      }
    }
    return most + header;
  }
}
