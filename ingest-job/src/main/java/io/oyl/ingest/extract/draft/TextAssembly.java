package io.oyl.ingest.extract.draft;

import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.extract.TextSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.tika.exception.WriteLimitReachedException;

/**
 * Puts a document's text together, block by block, and counts code points on the way. Blocks are a
 * blank line apart; a block without visible text is left out.
 */
public final class TextAssembly {
  /**
   * A page begins where this stands in a paragraph or a row, after {@link #beginPagesAtBreaks}.
   * Unicode has no such character.
   */
  public static final char PAGE_BREAK = '\uFDD0';

  private final StringBuilder text = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final TextBudget budget;
  private final PageStarts pages = new PageStarts();
  private int codePoints;
  private int tableStart = -1;
  private TextSpan tableHeader = new TextSpan(0, 0);
  private TextSpan headerBefore = new TextSpan(0, 0);
  private int tableRows;
  private boolean onlyHeaders;
  private boolean cut;
  private boolean breaking;

  public TextAssembly(TextBudget budget) {
    this.budget = budget;
  }

  /** A page starts with the next block. */
  public void startPage() {
    pages.begin(1);
  }

  /** The first page starts here, and others wherever the text has {@link #PAGE_BREAK}. */
  public void beginPagesAtBreaks() {
    breaking = true;
    startPage();
  }

  /** Pages that turn out not to be known. */
  public void forgetPages() {
    pages.forget();
  }

  public int pagesBegun() {
    return pages.begun();
  }

  /** The reading has come to this page, of which nothing may be written yet. */
  public void pageReached(int page) {
    pages.reach(page);
  }

  /** The last page that was begun to be read. */
  public int pageReached() {
    return pages.reached();
  }

  public void heading(CharSequence raw, int level) throws WriteLimitReachedException {
    add(WhiteSpace.collapse(storable(raw)), span -> new Block.Heading(span, level));
  }

  /** One paragraph; each part after the first begins a page. */
  public void paragraph(List<String> parts, Block.Role role) throws WriteLimitReachedException {
    addOverPages(parts, span -> new Block.Paragraph(span, role));
  }

  /** Paragraphs: a blank line in the text starts a new one. */
  public void paragraphs(CharSequence raw) throws WriteLimitReachedException {
    paragraphs(raw, Block.Role.BODY);
  }

  public void paragraphs(CharSequence raw, Block.Role role) throws WriteLimitReachedException {
    for (String paragraph : storable(raw).split("\n[ \t\u00A0\n]*\n", -1)) {
      String stripped = WhiteSpace.strip(paragraph);
      if (isOnlyBreaks(stripped)) {
        pages.begin(stripped.length());
      } else {
        add(stripped, span -> new Block.Paragraph(span, role));
      }
    }
  }

  public void listItem(CharSequence raw) throws WriteLimitReachedException {
    add(WhiteSpace.strip(storable(raw)), Block.ListItem::new);
  }

  /** One list item; each part after the first begins a page. */
  public void listItem(List<String> parts) throws WriteLimitReachedException {
    addOverPages(parts, Block.ListItem::new);
  }

  public void code(CharSequence raw) throws WriteLimitReachedException {
    String code = storable(raw).stripTrailing();
    int firstLine = 0;
    for (int i = 0; i < code.length() && WhiteSpace.isSpace(code.charAt(i)); i++) {
      if (code.charAt(i) == '\n') {
        firstLine = i + 1;
      }
    }
    add(code.substring(firstLine), Block.Code::new);
  }

  private void add(String text, Function<TextSpan, Block> block) throws WriteLimitReachedException {
    if (!text.isEmpty()) {
      blocks.add(block.apply(append(text)));
      checkCut();
    }
  }

  private void addOverPages(List<String> parts, Function<TextSpan, Block> block)
      throws WriteLimitReachedException {
    String first = WhiteSpace.strip(storable(parts.getFirst()));
    if (first.isEmpty()) {
      return;
    }
    int start = append(first).start();
    for (String part : parts.subList(1, parts.size())) {
      pages.begin(1);
      String next = WhiteSpace.strip(storable(part));
      put(text.charAt(text.length() - 1) == '-' ? "\n" : " ");
      pages.place(codePoints);
      put(next);
    }
    if (codePoints > start) {
      blocks.add(block.apply(new TextSpan(start, codePoints)));
      checkCut();
    }
  }

  /** The whole text of a document at once, untouched, with its blocks. */
  public void verbatim(String whole, List<Block> marked) throws WriteLimitReachedException {
    if (codePoints > 0) {
      throw new IllegalStateException("there is text already");
    }
    put(whole);
    for (Block block : marked) {
      if (block.span().end() <= codePoints) {
        blocks.add(block);
      } else if (block.span().start() < codePoints) {
        blocks.add(new Block.Paragraph(new TextSpan(block.span().start(), codePoints)));
      }
    }
    checkCut();
  }

  /** Adds a row to the open table, or opens one. Cells without visible text at the end are cut. */
  public void tableRow(List<String> rawCells, boolean header) throws WriteLimitReachedException {
    List<String> cells = new ArrayList<>(rawCells.size());
    int used = 0;
    for (String raw : rawCells) {
      cells.add(WhiteSpace.collapse(storable(raw)));
      if (!cells.getLast().isEmpty()) {
        used = cells.size();
      }
    }
    if (used == 0) {
      return;
    }
    breakOnce(cells);
    String row = String.join("\t", cells.subList(0, used));
    if (isOnlyBreaks(row.replace("\t", ""))) {
      pages.begin((int) breaks(row));
      return;
    }
    if (tableStart < 0) {
      tableStart = append(row).start();
      tableHeader = new TextSpan(tableStart, tableStart);
      onlyHeaders = true;
      tableRows = 0;
    } else {
      put("\n");
      pages.place(codePoints);
      put(row);
    }
    tableRows++;
    onlyHeaders &= header;
    if (onlyHeaders) {
      tableHeader = new TextSpan(tableStart, codePoints);
    }
    if (cut) {
      endTable();
    }
    checkCut();
  }

  /** Ends the open table, if any. Without a marked header row the first of several rows is one. */
  public void endTable() {
    if (tableStart < 0) {
      return;
    }
    TextSpan header = tableHeader;
    if (header.length() == 0 && tableRows > 1) {
      int from = text.offsetByCodePoints(text.length(), tableStart - codePoints);
      int end = text.indexOf("\n", from);
      int to = end < 0 ? text.length() : end;
      header = new TextSpan(tableStart, tableStart + text.codePointCount(from, to));
    }
    endTable(header);
  }

  /** Ends the open table, if any, which goes on with the one before it and has its header. */
  public void endContinuedTable() {
    if (tableStart >= 0) {
      endTable(headerBefore);
    }
  }

  private void endTable(TextSpan header) {
    blocks.add(new Block.Table(new TextSpan(tableStart, codePoints), header));
    headerBefore = header;
    tableStart = -1;
  }

  public boolean isCut() {
    return cut;
  }

  public boolean isEmpty() {
    return codePoints == 0;
  }

  /** UTF-16 units that are worth buffering before they are added: more cannot be kept. */
  public int room() {
    return 2 * Math.max(1, budget.left());
  }

  /** How many characters stand for what could not be read as one. */
  public long replacements() {
    return text.chars().filter(c -> c == StorableText.REPLACEMENT).count();
  }

  public String text() {
    return text.toString();
  }

  public List<Block> blocks() {
    return blocks;
  }

  public PageMap pages() {
    return pages.map(codePoints);
  }

  private TextSpan append(String block) {
    if (codePoints > 0) {
      put("\n\n");
    }
    pages.place(codePoints);
    return put(block);
  }

  public boolean isBreak(char c) {
    return breaking && c == PAGE_BREAK;
  }

  private long breaks(String text) {
    return breaking ? text.chars().filter(c -> c == PAGE_BREAK).count() : 0;
  }

  private boolean isOnlyBreaks(String text) {
    return breaks(text) == text.length();
  }

  /** The cells of a row break side by side: those of the one that breaks most are kept. */
  private void breakOnce(List<String> cells) {
    String most = Collections.max(cells, Comparator.comparingLong(this::breaks));
    int kept = cells.indexOf(most);
    for (int i = 0; i < cells.size() && breaks(most) > 0; i++) {
      if (i != kept) {
        cells.set(i, WhiteSpace.collapse(cells.get(i).replace(PAGE_BREAK, ' ')));
      }
    }
  }

  private TextSpan put(String part) {
    int start = codePoints;
    int from = 0;
    for (int at = 0; at < part.length() && breaking; at++) {
      if (isBreak(part.charAt(at))) {
        putOnPage(part.substring(from, at));
        pages.begin(1);
        pages.place(codePoints);
        from = at + 1;
      }
    }
    putOnPage(part.substring(from));
    return new TextSpan(start, codePoints);
  }

  private void putOnPage(String part) {
    int length = part.codePointCount(0, part.length());
    if (length > budget.left()) {
      length = Math.max(0, budget.left());
      part = part.substring(0, part.offsetByCodePoints(0, length));
      cut = true;
    }
    text.append(part);
    codePoints += length;
    budget.spend(length);
  }

  private void checkCut() throws WriteLimitReachedException {
    if (cut) {
      throw new WriteLimitReachedException(codePoints);
    }
  }

  public static String storable(CharSequence raw) {
    String text = raw.toString();
    if (text.indexOf('\r') >= 0) {
      text = text.replace("\r\n", "\n").replace('\r', '\n');
    }
    return StorableText.of(text);
  }
}
