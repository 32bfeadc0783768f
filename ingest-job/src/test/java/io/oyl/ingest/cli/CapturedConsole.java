package io.oyl.ingest.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A console whose output can be read. */
final class CapturedConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console;

  CapturedConsole() {
    this(Terminal.NONE);
  }

  CapturedConsole(Terminal terminal) {
    console = new Console(out, err, terminal);
  }

  Console console() {
    return console;
  }

  int run(String... args) {
    return run(Map.of(), args);
  }

  int run(Map<String, String> environment, String... args) {
    return new Main(console, new Environment(environment)).run(args);
  }

  String out() {
    console.out().flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    console.err().flush();
    return err.toString(StandardCharsets.UTF_8);
  }
}
