package io.oyl.ingest.extract.mail;

import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.extract.draft.CopyToRead;
import io.oyl.ingest.extract.draft.FileBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * Of several forms of one body (RFC 2046, multipart/alternative) Tika takes one and drops the
 * others, whatever is neither HTML nor plain text first: of an invitation its calendar entry, and
 * HTML before plain text even when the HTML is one picture. Before it reads the mail, forms without
 * words are taken out, and what is a file of its own is put beside the body. Fields are written as
 * Tika understands them.
 */
public final class MailBodies {
  private static final int MAX_DEPTH = 20;

  /** In bytes: what is larger is more than a picture, and has words. */
  private static final int MAX_BODY = 1 << 24;

  private static final int MAX_HEADER = 1 << 20;
  private static final Pattern BLANK_LINE = Pattern.compile("(?:\\A|\\n)\\r?\\n");
  private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
  private static final Pattern TYPE =
      Pattern.compile("(?im)^content-type[ \\t]*:[ \\t]*([^;\\s]+)(.*)$");
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);[ \\t]*boundary[ \\t]*=[ \\t]*(?:\"([^\"]*)\"|([^;\\s\"]+))");
  private static final Pattern TYPE_FIELD =
      Pattern.compile("(?im)^content-type[ \\t]*:[^\\n]*(?:\\n[ \\t][^\\n]*)*+");

  /** With a character that only stands in quotes (RFC 2045, 5.1), which many leave out. */
  private static final Pattern BARE_BOUNDARY =
      Pattern.compile("(?i)(;\\s*boundary\\s*=\\s*)([^;\\s\"]*[()<>@,:\\\\/\\[\\]?=][^;\\s\"]*)");

  private static final Pattern NAME = Pattern.compile("(?i);\\s*name\\s*=");
  private static final Pattern DISPOSITION = Pattern.compile("(?im)^content-disposition[ \\t]*:");
  private static final Pattern ATTACHED =
      Pattern.compile("(?im)^content-disposition[ \\t]*:[ \\t]*attachment");
  private static final Pattern PARTS = Pattern.compile("(?i)multipart/");
  private static final Pattern ENCODING =
      Pattern.compile("(?im)^content-transfer-encoding[ \\t]*:[ \\t]*(\\S+)");
  private static final Pattern QUOTED = Pattern.compile("=([0-9A-Fa-f]{2})|=[ \\t]*\\r?\\n");

  /** What a body can be written in; all else is a file that was sent in the place of a body. */
  private static final Pattern BODY =
      Pattern.compile(
          "text/(?:html|plain|enriched|richtext|rtf|markdown|x-amp-html|watch-html)|application/rtf");

  private static final Pattern NOT_BASE64 = Pattern.compile("[^A-Za-z0-9+/]");

  private final FileBytes mail;

  /** In the order of their places; what is put in before a place comes before what is changed. */
  private final NavigableSet<Edit> edits =
      new TreeSet<>(
          Comparator.comparingInt((Edit edit) -> edit.span.start())
              .thenComparingInt(edit -> edit.span.end()));

  private MailBodies(FileBytes mail) {
    this.mail = mail;
  }

  /** A copy of a mail as Tika reads all of it; null where that is the mail itself. */
  public static @Nullable Path asTikaReads(Path file) throws IOException {
    try (FileBytes mail = new FileBytes(file)) {
      if (!PARTS.matcher(mail).find()) {
        return null;
      }
      MailBodies bodies = new MailBodies(mail);
      bodies.part(new TextSpan(0, mail.length()), 0, false);
      return bodies.edits.isEmpty() ? null : CopyToRead.written(".eml", bodies::write);
    }
  }

  /** Whether a mail of several parts ends before the last of them does. */
  public static boolean isOpen(Path file) throws IOException {
    try (FileBytes mail = new FileBytes(file)) {
      Head head = new MailBodies(mail).head(new TextSpan(0, mail.length()));
      return head.boundary != null
          && !Pattern.compile("^--" + Pattern.quote(head.boundary) + "--", Pattern.MULTILINE)
              .matcher(mail)
              .find(head.end);
    }
  }

  private boolean write(Path copy) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy)) {
      int from = 0;
      for (Edit edit : edits) {
        mail.copy(from, edit.span.start(), out);
        out.write(edit.text.getBytes(StandardCharsets.ISO_8859_1));
        from = edit.span.end();
      }
      mail.copy(from, mail.length(), out);
    }
    return true;
  }

  private Head head(TextSpan span) {
    Matcher blank = BLANK_LINE.matcher(mail).region(span.start(), span.end());
    int body = blank.find() ? blank.end() : span.end();
    String head =
        mail.subSequence(span.start(), span.start() + Math.min(body - span.start(), MAX_HEADER));
    String header = FOLD.matcher(head).replaceAll(" ");
    Matcher type = TYPE.matcher(header);
    boolean typed = type.find();
    String name = typed ? type.group(1).toLowerCase(Locale.ROOT) : "text/plain";
    Matcher boundary = BOUNDARY.matcher(typed ? type.group(2) : "");
    if (!name.startsWith("multipart/") || !boundary.find()) {
      return new Head(body, header, name, null);
    }
    String mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    return new Head(body, header, name, mark);
  }

  /**
   * Takes a part with those in it.
   *
   * @param isForm whether it is asked for its words: it is in a form of a body
   */
  private Part part(TextSpan span, int depth, boolean isForm) {
    Head head = head(span);
    mend(span.start(), head, depth);
    String name = head.type;
    String mark = head.boundary;
    if (mark == null || depth == MAX_DEPTH) {
      boolean attached = ATTACHED.matcher(head.header).find();
      boolean words = isForm && !attached && hasWords(name, head.header, head.end, span.end());
      boolean file = attached || !(BODY.matcher(name).matches() || name.startsWith("image/"));
      return new Part(span, name, words, file);
    }
    boolean hasForms = name.equals("multipart/alternative");
    List<Part> parts =
        spans(new TextSpan(head.end, span.end()), mark).stream()
            .map(each -> part(each, depth + 1, isForm || hasForms))
            .toList();
    if (hasForms) {
      choose(parts, mark);
    }
    return new Part(
        span,
        name,
        parts.stream().anyMatch(Part::hasWords),
        parts.stream().anyMatch(Part::carriesFiles));
  }

  /** Tika needs quotes around a boundary, and tells the name of a file by its disposition only. */
  private void mend(int start, Head head, int depth) {
    String raw = mail.subSequence(start, start + Math.min(head.end - start, MAX_HEADER));
    Matcher type = TYPE_FIELD.matcher(raw);
    if (!type.find()) {
      return;
    }
    String mended = type.group();
    if (head.boundary != null) {
      mended =
          BARE_BOUNDARY
              .matcher(mended)
              .replaceFirst(
                  found ->
                      Matcher.quoteReplacement(
                          found.group(1) + '"' + found.group(2).replace("\\", "\\\\") + '"'));
    } else if (depth > 0 && NAME.matcher(mended).find() && !DISPOSITION.matcher(raw).find()) {
      mended = "Content-Disposition: part\r\n" + mended;
    }
    if (!mended.equals(type.group())) {
      edits.add(new Edit(new TextSpan(start + type.start(), start + type.end()), mended));
    }
  }

  /** Each from behind its delimiter up to the next one. */
  private List<TextSpan> spans(TextSpan body, String boundary) {
    List<TextSpan> spans = new ArrayList<>();
    Matcher delimiter =
        Pattern.compile("(?m)^--" + Pattern.quote(boundary) + "(--)?[ \\t]*(?:\\r?\\n|\\z)")
            .matcher(mail)
            .region(body.start(), body.end());
    int start = -1;
    while (delimiter.find()) {
      if (start >= 0) {
        spans.add(new TextSpan(start, delimiter.start()));
      }
      start = delimiter.end();
      if (delimiter.group(1) != null) {
        return spans;
      }
    }
    if (start >= 0) {
      spans.add(new TextSpan(start, body.end()));
    }
    return spans;
  }

  private void choose(List<Part> forms, String boundary) {
    List<Part> readable = forms.stream().filter(Part::hasWords).toList();
    Part body = readable.stream().max(Comparator.comparingInt(Part::rank)).orElse(null);
    List<Part> kept =
        forms.stream().filter(form -> form.equals(body) || form.carriesFiles()).toList();
    if (kept.size() > 1) {
      putTogether(kept, forms, "beside-" + boundary);
    } else if (body != null) {
      forms.stream().filter(form -> !form.hasWords()).forEach(form -> replace(form.span, ""));
    }
  }

  /** Makes one form of the body and the files that stand beside it. */
  private void putTogether(List<Part> kept, List<Part> forms, String boundary) {
    String delimiter = "--" + boundary + "\r\n";
    String before =
        "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n" + delimiter;
    int from = forms.getFirst().span.start();
    for (Part part : kept) {
      replace(new TextSpan(from, part.span.start()), before);
      before = delimiter;
      from = part.span.end();
    }
    replace(new TextSpan(from, forms.getLast().span.end()), "\r\n--" + boundary + "--\r\n");
  }

  private void replace(TextSpan span, String text) {
    Edit first = new Edit(new TextSpan(span.start(), span.start()), "");
    Edit last = new Edit(new TextSpan(span.end(), span.end()), "");
    edits.subSet(first, true, last, true).removeIf(edit -> edit.span.end() <= span.end());
    edits.add(new Edit(span, text));
  }

  private boolean hasWords(String type, String header, int start, int end) {
    boolean html = type.equals("text/html");
    if (!html && !type.equals("text/plain")) {
      return false;
    }
    if (end - start > MAX_BODY) {
      return true;
    }
    String body = mail.subSequence(start, end);
    Matcher encoding = ENCODING.matcher(header);
    byte[] bytes =
        switch (encoding.find() ? encoding.group(1).toLowerCase(Locale.ROOT) : "") {
          case "base64" -> base64(body);
          case "quoted-printable" -> quoted(body);
          default -> body.getBytes(StandardCharsets.ISO_8859_1);
        };
    // of another encoding than UTF-8 a character comes out as a replacement, never as nothing
    String text = new String(bytes, StandardCharsets.UTF_8);
    return (html ? Jsoup.parse(text).body().text() : text)
        .codePoints()
        .anyMatch(c -> Character.isLetterOrDigit(c) || c == '\uFFFD');
  }

  private static byte[] base64(String body) {
    String digits = NOT_BASE64.matcher(body).replaceAll("");
    int rest = digits.length() % 4;
    return Base64.getDecoder()
        .decode(rest == 1 ? digits.substring(0, digits.length() - 1) : digits);
  }

  private static byte[] quoted(String body) {
    return QUOTED
        .matcher(body)
        .replaceAll(
            match ->
                match.group(1) == null
                    ? ""
                    : Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * What is told of a part before it begins.
   *
   * @param end where the part's content begins
   * @param header its fields, each on one line
   * @param boundary of the parts inside it, null when there are none
   */
  private record Head(int end, String header, String type, @Nullable String boundary) {}

  /** What stands in the place of a part of the mail. */
  private record Edit(TextSpan span, String text) {}

  /**
   * A part of the mail.
   *
   * @param carriesFiles whether it is or holds what is no form of a body; pictures are shown in one
   */
  private record Part(TextSpan span, String type, boolean hasWords, boolean carriesFiles) {
    /** Tika takes the first form of the highest rank. */
    int rank() {
      return switch (type) {
        case "text/plain" -> 0;
        case "text/html" -> 1;
        default -> 2;
      };
    }
  }
}
