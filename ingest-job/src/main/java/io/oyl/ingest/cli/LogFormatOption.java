package io.oyl.ingest.cli;

import picocli.CommandLine.Option;

/** {@code --log-format}: read by {@link Main} before anything is logged. */
final class LogFormatOption {
  static final String NAME = "--log-format";

  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = NAME,
      paramLabel = "text|json",
      description =
          "Lines on standard error for people (text, the default), or one JSON object a line for"
              + " machines.")
  Format format = Format.TEXT;

  /** Whether a command line asks for JSON; whether it may is found out later. */
  static boolean isJson(String... args) {
    for (int i = 0; i < args.length; i++) {
      String value =
          args[i].startsWith(NAME + "=")
              ? args[i].substring(NAME.length() + 1)
              : args[i].equals(NAME) && i + 1 < args.length ? args[i + 1] : "";
      if (value.equalsIgnoreCase("json")) {
        return true;
      }
    }
    return false;
  }
}
