package io.oyl.ingest.eval;

import java.io.PrintStream;
import java.util.Locale;

/** What is printed: a table a part, figures in per cent with the published ones beside them. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.printf("%n%s%n", text);
  }

  void line(String format, Object... values) {
    out.printf(Locale.ROOT, "  " + format + "%n", values);
  }

  /** One figure. {@code published} says whose figures to compare with, and may be empty. */
  void figure(String name, double value, String published) {
    line("%-44s %6.1f   %s", name, 100 * value, published);
  }

  void difference(String name, Paired paired) {
    line(
        "%-44s %+6.1f ± %.1f (mean and standard error of the paired difference)",
        name, 100 * paired.mean(), 100 * paired.error());
  }
}
