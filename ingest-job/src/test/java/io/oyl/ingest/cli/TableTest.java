package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAlignWithWideAndCombiningCharacters() {
    assertThat(print(Terminal.NONE, "日本.txt", "e\u0301te\u0301.txt", "🗼.md"))
        .isEqualTo(
            """
            FILE      N
            日本.txt  1
            e\u0301te\u0301.txt   1
            🗼.md     1
            """);
  }

  @Test
  void aNameCannotBreakItsRow() {
    assertThat(print(Terminal.NONE, "a\nb\u001B[1m")).contains("a\\nb\\x1b[1m  1\n");
  }

  @Test
  void onATerminalTheWidestTextIsCut() {
    Terminal narrow = new Terminal(true, false, 16, false);
    assertThat(print(narrow, "a-name-that-is-too-long.txt").lines())
        .allMatch(line -> TextWidth.of(line) <= 16)
        .contains("a-name-that-…  1");
  }

  @Test
  void ofAPathTheEndIsKept() {
    CapturedConsole captured = new CapturedConsole(new Terminal(true, false, 16, false));
    Table table = new Table(Table.Column.path("FILE"), Table.Column.number("N"));
    table.row("contracts/2026/lease.pdf", 1);
    table.row("contracts/日本e\u0301.txt", 2);
    table.row("lease.pdf", 3);
    table.print(captured.console());
    assertThat(captured.out())
        .isEqualTo(
            """
            FILE           N
            …26/lease.pdf  1
            …ts/日本e\u0301.txt  2
            lease.pdf      3
            """);
  }

  @Test
  void aSecondPageHasNoTitlesAndTheColumnsOfTheFirst() {
    CapturedConsole captured = new CapturedConsole();
    Table table = new Table(Table.Column.text("FILE"), Table.Column.number("N"));
    table.row("a-long-name.txt", 1);
    table.print(captured.console());
    table.row("b.txt", 2);
    table.print(captured.console());
    assertThat(captured.out())
        .isEqualTo(
            """
            FILE             N
            a-long-name.txt  1
            b.txt            2
            """);
  }

  @Test
  void aPipeGetsEverything() {
    assertThat(print(Terminal.NONE, "x".repeat(500))).contains("x".repeat(500));
  }

  @Test
  void aStateHasItsColourOnATerminalOnly() {
    Terminal colours = new Terminal(true, false, 80, true);
    assertThat(states(colours)).contains("\u001B[31mquarantined\u001B[0m", "\u001B[32mcomplete");
    assertThat(states(Terminal.NONE)).doesNotContain("\u001B");
  }

  private static String states(Terminal terminal) {
    CapturedConsole captured = new CapturedConsole(terminal);
    Table table = new Table(Table.Column.state("STATE"), Table.Column.text("X"));
    table.row("quarantined", "x");
    table.row("complete", "x");
    table.print(captured.console());
    return captured.out();
  }

  private static String print(Terminal terminal, String... names) {
    CapturedConsole captured = new CapturedConsole(terminal);
    Table table = new Table(Table.Column.text("FILE"), Table.Column.number("N"));
    for (String name : names) {
      table.row(name, 1);
    }
    table.print(captured.console());
    return captured.out();
  }
}
