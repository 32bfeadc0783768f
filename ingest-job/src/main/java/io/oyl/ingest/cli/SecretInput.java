package io.oyl.ingest.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes a value that nobody may see: from standard input, or asked for without showing it. Not from
 * the command line, which other users of the machine can list and the shell keeps.
 */
final class SecretInput {
  private static final int MAX_CHARACTERS = 4_096;

  /** What may stand in a header of HTTP. */
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  private SecretInput() {}

  /**
   * Waits for the value.
   *
   * @param name what it is, for the question
   */
  static String read(Console console, String name) throws IOException {
    String value = Terminal.isInput() ? ask(console, name) : rest(System.in);
    if (value.isEmpty()) {
      throw new UsageException("there is no value on standard input, so nothing was set");
    }
    if (value.length() > MAX_CHARACTERS || !VISIBLE.matcher(value).matches()) {
      throw new UsageException(
          "the value is not one line of at most %d visible ASCII characters without spaces"
              .formatted(MAX_CHARACTERS));
    }
    return value;
  }

  private static String ask(Console console, String name) {
    java.io.Console terminal =
        Optional.ofNullable(System.console())
            .filter(java.io.Console::isTerminal)
            .orElseThrow(
                () ->
                    new UsageException(
                        "the value would be seen: where standard output is no terminal, give it on"
                            + " standard input"));
    console.err().print("Value of " + name + " (it is not shown): ");
    console.err().flush();
    char[] typed = terminal.readPassword();
    return typed == null ? "" : new String(typed);
  }

  private static String rest(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_CHARACTERS + 2);
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("\r?\n$", "");
  }
}
