package io.oyl.ingest.extract.markup;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts between the parts of a formula (MathML) the signs without which they would be other numbers:
 * what a fraction divides by, and the cells of a matrix.
 */
final class FormulaText {
  private FormulaText() {}

  static void write(HtmlElement page) {
    for (Object each : page.children) {
      if (each instanceof HtmlElement child) {
        if (child.is("math")) {
          part(child);
        } else {
          write(child);
        }
      }
    }
  }

  private static void part(HtmlElement element) {
    boolean ofTwo = element.is("mfrac", "msup");
    List<Object> parts = new ArrayList<>();
    for (Object each : element.children) {
      if (each instanceof HtmlElement child) {
        part(child);
        if (child.is("mtr", "mtd", "mspace")) {
          parts.add(" ");
        }
        parts.add(child);
      } else if (!ofTwo || !each.toString().isBlank()) {
        parts.add(each);
      }
    }
    element.children.clear();
    if (element.is("mfrac")
        && parts.size() == 2
        && parts.getFirst() instanceof HtmlElement above
        && parts.getLast() instanceof HtmlElement below) {
      bracket(above);
      bracket(below);
      parts.add(1, "/");
    }
    element.children.addAll(parts);
  }

  private static void bracket(HtmlElement part) {
    if (leaves(part) > 1) {
      part.children.addFirst("(");
      part.children.addLast(")");
    }
  }

  private static int leaves(HtmlElement element) {
    int leaves = 0;
    for (HtmlElement child : element.elements()) {
      leaves += leaves(child);
      if (leaves > 1) {
        break;
      }
    }
    return Math.max(leaves, 1);
  }
}
