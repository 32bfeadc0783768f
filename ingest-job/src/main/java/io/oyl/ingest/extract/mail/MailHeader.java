package io.oyl.ingest.extract.mail;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a mail by the fields of its header (RFC 5322), whichever comes first: Tika knows a mail by
 * some first fields only, and takes others for HTML or for a mail of Apple's.
 */
public final class MailHeader {
  /** So much of a file tells. */
  public static final int PREFIX_BYTES = 1 << 14;

  private static final Pattern FIELD =
      Pattern.compile("([!-9;-~]+)[ \\t]*:[^\\n]*\\n(?:[ \\t][^\\n]*\\n)*+");

  private static final Set<String> OF_MAILS =
      Set.of(
          "from",
          "to",
          "subject",
          "date",
          "message-id",
          "received",
          "return-path",
          "mime-version",
          "content-type");

  private static final int ENOUGH = 3;

  private MailHeader() {}

  /** Whether a file that begins so begins with the header of a mail. */
  public static boolean isAt(String begin) {
    Set<String> seen = new HashSet<>();
    Matcher field = FIELD.matcher(begin);
    for (int at = 0; field.region(at, begin.length()).lookingAt(); at = field.end()) {
      String name = field.group(1).toLowerCase(Locale.ROOT);
      if (OF_MAILS.contains(name)) {
        seen.add(name);
      }
    }
    return seen.size() >= ENOUGH;
  }
}
