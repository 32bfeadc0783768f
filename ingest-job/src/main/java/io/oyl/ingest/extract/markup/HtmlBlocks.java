package io.oyl.ingest.extract.markup;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.mail.MailQuotes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.tika.exception.WriteLimitReachedException;

/**
 * Writes a page as blocks, in the order of its source. White space runs are one blank and a line
 * break ends a line; two of them end a paragraph. What is marked as furniture becomes paragraphs of
 * that role, whatever it is made of: a menu's titles are no sections of the document.
 */
public final class HtmlBlocks {
  private static final Set<String> CODE = Set.of("pre", "listing", "xmp", "plaintext");

  /** Where one of these is inside, a heading was left open, or is none. */
  private static final Set<String> NO_HEADING =
      Set.of("p", "table", "ul", "ol", "dl", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5");

  private static final int LONGEST_HEADING = 500;

  /** Controls of a form stand apart, in one line. */
  private static final Set<String> APART = Set.of("button", "option", "select", "input", "output");

  private enum Kind {
    PARAGRAPH,
    LIST_ITEM,
    CODE
  }

  /** What text becomes. */
  private record Scope(Kind kind, Block.Role role) {
    static final Scope BODY = new Scope(Kind.PARAGRAPH, Block.Role.BODY);

    Scope as(Kind other) {
      return new Scope(other, role);
    }

    Scope as(Block.Role other) {
      return role == Block.Role.FURNITURE ? this : new Scope(kind, other);
    }

    boolean isFurniture() {
      return role == Block.Role.FURNITURE;
    }
  }

  private final TextAssembly out;
  private final boolean isMail;
  private final StringBuilder run = new StringBuilder();

  private final HtmlListNumbers numbers = new HtmlListNumbers();

  /** Of the open item, until its text comes. */
  private String number = "";

  /** The pictures of a series often have one text. */
  private final Set<String> toldOfImages = new HashSet<>();

  public HtmlBlocks(TextAssembly out, boolean isMail) {
    this.out = out;
    this.isMail = isMail;
  }

  public void write(HtmlElement page) throws WriteLimitReachedException {
    inside(page, Scope.BODY);
    flush(Scope.BODY);
  }

  private void inside(HtmlElement element, Scope scope) throws WriteLimitReachedException {
    for (Object child : element.children) {
      if (child instanceof HtmlElement inner) {
        element(inner, scope);
      } else {
        text((CharSequence) child, scope);
      }
    }
  }

  private void text(CharSequence text, Scope scope) {
    if (scope.kind() == Kind.CODE) {
      run.append(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!WhiteSpace.isSpace(c) && !number.isEmpty()) {
        run.append(number).append(' ');
        number = "";
      }
      run.append(WhiteSpace.isSpace(c) ? ' ' : c);
    }
  }

  private void element(HtmlElement element, Scope outer) throws WriteLimitReachedException {
    Scope scope = outer;
    if (element.furniture && !outer.isFurniture()) {
      flush(outer);
      scope = new Scope(Kind.PARAGRAPH, Block.Role.FURNITURE);
    }
    if (element.is("br")) {
      run.append('\n');
    } else if (element.is("img")) {
      image(element, scope);
    } else if (element.isInline()) {
      inside(element, scope);
    } else if (APART.contains(element.name)) {
      run.append(' ');
      inside(element, scope);
      run.append(' ');
    } else if (scope.kind() == Kind.CODE) {
      line();
      inside(element, scope);
      line();
    } else {
      flush(scope);
      block(element, scope);
    }
    if (scope.isFurniture() && !outer.isFurniture()) {
      flush(scope);
    }
  }

  /** In code, elements that are no inline ones are its lines. */
  private void line() {
    if (!run.isEmpty() && run.charAt(run.length() - 1) != '\n') {
      run.append('\n');
    }
  }

  private void block(HtmlElement element, Scope scope) throws WriteLimitReachedException {
    int level = element.headingLevel();
    if (level > 0 && element.length <= LONGEST_HEADING && !element.holds(NO_HEADING)) {
      heading(element, level, scope);
      return;
    }
    Scope inner =
        switch (element.name) {
          case "li", "dt", "dd" -> scope.as(Kind.LIST_ITEM);
          case "blockquote" -> scope.as(Block.Role.QUOTE);
          case "figcaption", "caption" -> scope.as(Kind.PARAGRAPH).as(Block.Role.CAPTION);
          default -> CODE.contains(element.name) ? scope.as(Kind.CODE) : scope;
        };
    if (element.is("table") && !HtmlTable.isLayout(element)) {
      table(element, scope);
    } else {
      number = element.is("li") && !scope.isFurniture() ? numbers.before(element) : number;
      inside(element, inner);
      flush(inner);
      number = element.is("li") ? "" : number;
    }
  }

  private void heading(HtmlElement element, int level, Scope scope)
      throws WriteLimitReachedException {
    number = "";
    String title = withoutAnchors(element);
    if (scope.isFurniture()) {
      out.paragraphs(WhiteSpace.collapse(title), scope.role());
    } else {
      out.heading(title, level);
    }
  }

  /** The text of a heading without the sign that links to it. */
  private static String withoutAnchors(HtmlElement heading) {
    StringBuilder title = new StringBuilder();
    for (Object child : heading.children) {
      if (child instanceof HtmlElement inner) {
        boolean sign = inner.is("a") && inner.length <= 1 && inner.get("href").startsWith("#");
        String border = inner.isInline() ? "" : " ";
        title.append(border).append(sign ? "" : withoutAnchors(inner)).append(border);
      } else {
        title.append(child);
      }
    }
    return title.toString();
  }

  private void table(HtmlElement element, Scope scope) throws WriteLimitReachedException {
    number = "";
    HtmlTable table = HtmlTable.of(element);
    for (HtmlElement beside : table.beside()) {
      element(beside, scope);
      flush(scope);
    }
    if (scope.isFurniture()) {
      List<String> lines = new ArrayList<>();
      table.rows().forEach(row -> lines.add(WhiteSpace.collapse(String.join(" ", row.cells()))));
      lines.removeIf(String::isEmpty);
      out.paragraphs(String.join("\n", lines), scope.role());
      return;
    }
    for (HtmlTable.Row row : table.rows()) {
      out.tableRow(row.cells(), row.header());
    }
    out.endTable();
  }

  /**
   * What is told of an image stands for it where it stands alone, and for a formula or a smiley.
   */
  private void image(HtmlElement image, Scope scope) throws WriteLimitReachedException {
    String told = WhiteSpace.collapse(image.raw("alt"));
    if (told.isEmpty() || scope.isFurniture()) {
      return;
    }
    String type = image.get("class");
    if (type.contains("emoji") || type.contains("math") || type.contains("tex")) {
      run.append(isFormulaBeside(image) ? "" : told);
    } else if (told.indexOf(' ') > 0
        && isAlone(image)
        && !isToldBeside(image, told)
        && toldOfImages.add(told)) {
      flush(scope);
      out.paragraphs(told, Block.Role.CAPTION);
    }
  }

  /** Whether it is there for programs that do not show the formula itself. */
  private static boolean isFormulaBeside(HtmlElement image) {
    HtmlElement around = image.parent;
    return around != null
        && around.isInline()
        && around.holdsFormula()
        && around.children.stream()
            .allMatch(each -> each instanceof HtmlElement || each.toString().isBlank());
  }

  /** Whether the caption of its figure says the same. */
  private static boolean isToldBeside(HtmlElement image, String told) {
    HtmlElement around = image.parent;
    while (around != null && !around.is("figure")) {
      around = around.parent;
    }
    return around != null && WhiteSpace.collapse(around.text()).contains(told);
  }

  private static boolean isAlone(HtmlElement image) {
    HtmlElement block = image.parent;
    while (block != null && block.isInline()) {
      block = block.parent;
    }
    return block != null && block.is("figure", "p", "body") && block.textBetween() == 0;
  }

  private void flush(Scope scope) throws WriteLimitReachedException {
    if (run.isEmpty()) {
      return;
    }
    String raw = run.toString();
    run.setLength(0);
    if (scope.isFurniture()) {
      out.paragraphs(lines(raw), scope.role());
      return;
    }
    switch (scope.kind()) {
      case CODE -> out.code(raw);
      case LIST_ITEM -> out.listItem(lines(raw).replaceAll("\n{2,}", "\n"));
      case PARAGRAPH -> paragraph(lines(raw), scope.role());
    }
  }

  private void paragraph(String text, Block.Role role) throws WriteLimitReachedException {
    if (role == Block.Role.BODY && isMail) {
      for (MailQuotes.Part part : MailQuotes.parts(text)) {
        out.paragraphs(part.text(), part.quoted() ? Block.Role.QUOTE : role);
      }
    } else {
      out.paragraphs(text, role);
    }
  }

  private static String lines(String raw) {
    StringBuilder lines = new StringBuilder(raw.length());
    for (String line : raw.split("\n", -1)) {
      lines.append(WhiteSpace.collapse(line)).append('\n');
    }
    return WhiteSpace.strip(lines.toString());
  }
}
