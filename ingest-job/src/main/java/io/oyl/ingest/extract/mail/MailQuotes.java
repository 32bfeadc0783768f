package io.oyl.ingest.extract.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parts the plain text of a mail into its own words and those it quotes. */
public final class MailQuotes {
  private static final Pattern FORWARDED =
      Pattern.compile("-{3,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht).*");

  public record Part(String text, boolean quoted) {}

  private MailQuotes() {}

  /** All lines in their order; behind a forwarded message's mark all is quoted. */
  public static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    boolean forwarded = false;
    for (String line : text.split("\\R", -1)) {
      forwarded |= FORWARDED.matcher(line.strip()).matches();
      boolean quote = forwarded || line.startsWith(">") || line.startsWith(" >");
      if (quote != quoted && !line.isBlank()) {
        if (!part.toString().isBlank()) {
          parts.add(new Part(part.toString(), quoted));
        }
        part.setLength(0);
        quoted = quote;
      }
      part.append(line).append('\n');
    }
    parts.add(new Part(part.toString(), quoted));
    return parts;
  }
}
