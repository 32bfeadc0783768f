package io.oyl.ingest.extract.xhtml;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.draft.BlockScope;
import io.oyl.ingest.extract.draft.BlockScope.Kind;
import io.oyl.ingest.extract.draft.DraftHandler;
import io.oyl.ingest.extract.draft.TextAssembly;
import io.oyl.ingest.extract.draft.WhiteSpace;
import io.oyl.ingest.extract.mail.MailQuotes;
import io.oyl.ingest.extract.markup.HtmlBlocks;
import io.oyl.ingest.extract.markup.HtmlElement;
import io.oyl.ingest.extract.markup.HtmlTree;
import io.oyl.ingest.extract.markup.PageFurniture;
import io.oyl.ingest.extract.markup.RaisedText;
import io.oyl.ingest.extract.office.BinarySheets;
import io.oyl.ingest.extract.office.SheetShape;
import io.oyl.ingest.extract.office.Slide;
import io.oyl.ingest.extract.office.Slides;
import io.oyl.ingest.extract.office.WordMarks;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/** Reads Tika's XHTML events into blocks and pages. */
public final class BlockHandler extends DraftHandler {
  private static final Set<String> SKIPPED =
      Set.of("head", "script", "style", "title", "template", "noscript");

  /** Elements that part no blocks. */
  public static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
          "em", "font", "i", "img", "ins", "kbd", "label", "map", "mark", "nobr", "q", "rp", "rt",
          "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
          "var", "wbr");

  private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");
  private static final String OPEN_SHEETS = "application/vnd.oasis.opendocument.spreadsheet";
  private static final Set<String> PAGES = Set.of("page", "slide", "sheet");

  private final TextAssembly out;
  private final Supplier<String> mimeType;
  private final Deque<BlockScope> scopes = new ArrayDeque<>();
  private final StringBuilder run = new StringBuilder();
  private final TableReading table;
  private final Slides slides;
  private final Supplier<@Nullable SheetShape> sheets;
  private final HtmlTree page;
  private @Nullable Slide slide;
  private boolean sheetBegins;
  private int runningLeft;

  /** Whether the run is told to be an item of a list. */
  private boolean item;

  /** Whether the run is told to be of a page header or footer. */
  private boolean running;

  private boolean begun;
  private boolean flow;
  private int skipDepth;

  /**
   * A handler that writes to {@code out}.
   *
   * @param mimeType of the document, known when the first event comes: in HTML line ends are mere
   *     white space
   */
  public BlockHandler(TextAssembly out, Supplier<String> mimeType) {
    this(out, mimeType, Slides.NONE, () -> null, Collections::emptyIterator);
  }

  /**
   * As above.
   *
   * @param slides asked whenever a slide comes
   * @param sheets asked whenever a sheet comes
   * @param headTemplates asked when the first template script comes in the head of a page
   */
  public BlockHandler(
      TextAssembly out,
      Supplier<String> mimeType,
      Slides slides,
      Supplier<@Nullable SheetShape> sheets,
      Supplier<Iterator<String>> headTemplates) {
    this.out = out;
    this.mimeType = mimeType;
    this.slides = slides;
    this.sheets = sheets;
    this.table = new TableReading(out, run);
    this.page = new HtmlTree(out, this::write, headTemplates);
  }

  private void write(HtmlElement html) throws WriteLimitReachedException {
    String type = mimeType.get();
    if (HTML.contains(type)) {
      PageFurniture.mark(html);
    }
    RaisedText.partHtml(html);
    new HtmlBlocks(out, type.startsWith("message/")).write(html);
  }

  /** The next elements come from HTML, where line ends are mere white space. */
  void inHtml() {
    flow = true;
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if (isHtml()) {
      page().startElement(uri, localName, qName, attributes);
      return;
    }
    String name = name(localName, qName);
    if (skipDepth > 0 || SKIPPED.contains(name)) {
      skipDepth++;
      return;
    }
    if (INLINE.contains(name)) {
      return;
    }
    if (name.equals("br")) {
      run.append(table.isInCell() ? ' ' : '\n');
      return;
    }
    if (table.isOpen()) {
      table.start(name, attributes);
      return;
    }
    flush();
    switch (name) {
      case "table" -> openTable();
      case "h1", "h2", "h3", "h4", "h5", "h6" ->
          scopes.push(scope().heading(name, name.charAt(1) - '0'));
      case "li" -> scopes.push(scope().as(name, Kind.LIST_ITEM));
      case "pre" -> scopes.push(scope().as(name, Kind.CODE));
      case "blockquote" -> scopes.push(BlockScope.paragraph(name, Block.Role.QUOTE));
      case "figcaption" -> scopes.push(BlockScope.paragraph(name, Block.Role.CAPTION));
      case "p" -> scopes.push(scope().styled(attributes.getValue("class")));
      case "div" -> {
        String style = attributes.getValue("class");
        if (style != null && PAGES.contains(style)) {
          out.startPage();
        }
        if (style != null && style.equals("slide-content")) {
          startSlide();
        }
        sheetBegins = style != null && style.equals("sheet");
        runningLeft = 0;
        boolean notes = style != null && style.contains("notes");
        scopes.push(scope().inside(name, notes ? Block.Role.SPEAKER_NOTE : scope().role()));
      }
      default -> {}
    }
  }

  private void openTable() {
    if (sheetBegins) {
      sheetBegins = false;
      SheetShape shape = sheets.get();
      runningLeft = shape == null ? 0 : shape.running();
      table.openSheet(shape);
    } else if (mimeType.get().startsWith(OPEN_SHEETS)) {
      table.openSheet(null);
    } else {
      Slide on = slide;
      table.open(on == null ? UnaryOperator.identity() : on::merged);
    }
  }

  /** A slide begins with its title, wherever the title stands among its shapes. */
  private void startSlide() throws SAXException {
    Slide next = slides.next();
    slide = next;
    if (next != null) {
      while (out.pagesBegun() < next.number()) {
        out.startPage();
      }
      out.heading(next.title(), 1);
    }
  }

  private BlockScope scope() {
    return scopes.isEmpty() ? BlockScope.BODY : scopes.getFirst();
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    if (isHtml()) {
      page().endElement(uri, localName, qName);
      return;
    }
    String name = name(localName, qName);
    if (skipDepth > 0) {
      skipDepth--;
      return;
    }
    if (INLINE.contains(name) || name.equals("br")) {
      return;
    }
    if (table.isOpen()) {
      table.end(name);
      return;
    }
    flush();
    if (!scopes.isEmpty() && scopes.peek().element().equals(name)) {
      scopes.pop();
    }
  }

  @Override
  public void characters(char[] ch, int start, int length) throws SAXException {
    if (isHtml()) {
      page().characters(ch, start, length);
      return;
    }
    if (skipDepth > 0) {
      return;
    }
    append(new String(ch, start, length));
    if (run.length() > out.room()) {
      if (table.isOpen()) {
        table.overflow();
      } else {
        flush();
      }
    }
  }

  private void append(String text) {
    boolean marked = text.contains(WordMarks.ITEM);
    item |= marked && !table.isOpen();
    boolean aside = text.contains(BlockScope.RUNNING);
    running |= aside && !table.isOpen();
    String words = marked ? text.replace(WordMarks.ITEM, "") : text;
    run.append(aside ? words.replace(BlockScope.RUNNING, "") : words);
  }

  @Override
  public void ignorableWhitespace(char[] ch, int start, int length) throws SAXException {
    if (isHtml()) {
      // Tika adds it for programs that know no blocks; the page's own comes as characters.
      return;
    }
    characters(ch, start, length);
  }

  @Override
  public void finish() throws SAXException {
    finishOther();
    page.finish();
  }

  private void finishOther() throws SAXException {
    table.close();
    flush();
  }

  private void flush() throws SAXException {
    BlockScope scope =
        running ? BlockScope.paragraph(scope().element(), Block.Role.RUNNING) : scope();
    running = false;
    if (run.isEmpty()) {
      return;
    }
    int breaks = breaksBehind();
    String raw = breaksBefore();
    run.setLength(0);
    boolean marked = item && scope.role() == Block.Role.BODY;
    item = false;
    switch (scope.kind()) {
      case HEADING -> out.heading(raw, scope.level());
      case CODE -> out.code(raw);
      case LIST_ITEM -> out.listItem(raw);
      case PARAGRAPH -> {
        if (marked) {
          out.listItem(raw);
        } else {
          paragraph(raw, scope.role());
        }
      }
    }
    for (int i = 0; i < breaks; i++) {
      out.startPage();
    }
  }

  /** Cuts off the page breaks behind the text of the run, which come after its block. */
  private int breaksBehind() {
    int breaks = 0;
    for (int i = run.length() - 1; i >= 0 && isSpaceOrBreak(run.charAt(i)); i--) {
      if (out.isBreak(run.charAt(i))) {
        breaks++;
        run.setLength(i);
      }
    }
    return breaks;
  }

  /** Begins the pages that begin before the text of the run; the rest of it. */
  private String breaksBefore() {
    int start = 0;
    for (int i = 0; i < run.length() && isSpaceOrBreak(run.charAt(i)); i++) {
      if (out.isBreak(run.charAt(i))) {
        out.startPage();
        start = i + 1;
      }
    }
    return run.substring(start);
  }

  private boolean isSpaceOrBreak(char c) {
    return out.isBreak(c) || WhiteSpace.isSpace(c);
  }

  private void paragraph(String text, Block.Role role) throws SAXException {
    Slide on = slide;
    if (on != null && (on.takeTitle(text) || on.takeField(text))) {
      return;
    }
    if (runningLeft > 0 && !text.isBlank()) {
      runningLeft--;
      out.paragraphs(SheetShape.withoutCodes(text), Block.Role.RUNNING);
    } else if (BinarySheets.isFor(mimeType.get()) && SheetShape.isRunning(text)) {
      out.paragraphs(SheetShape.withoutCodes(text), Block.Role.RUNNING);
    } else if (on != null && on.takeFooter(text)) {
      out.paragraphs(text, Block.Role.RUNNING);
    } else if (on != null && role == Block.Role.BODY && on.takeNote(text)) {
      out.paragraphs(text, Block.Role.SPEAKER_NOTE);
    } else if (mimeType.get().startsWith("message/") && role == Block.Role.BODY) {
      for (MailQuotes.Part part : MailQuotes.parts(text)) {
        out.paragraphs(part.text(), part.quoted() ? Block.Role.QUOTE : Block.Role.BODY);
      }
    } else {
      out.paragraphs(text, role);
    }
  }

  private boolean isHtml() {
    if (!begun) {
      begun = true;
      flow |= HTML.contains(mimeType.get());
    }
    return flow;
  }

  /** The page, which comes after what was no HTML. */
  private HtmlTree page() throws SAXException {
    finishOther();
    return page;
  }

  private static String name(String localName, String qName) {
    return (localName.isEmpty() ? qName : localName).toLowerCase(Locale.ROOT);
  }
}
