package io.oyl.ingest.cli;

import io.oyl.ingest.store.FilesView.FileWithReceipts;
import io.oyl.ingest.store.FilesView.Receipt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Tables of files. */
final class FileTable {
  private static final String NONE = "-";

  private static final Map<String, String> SHORT_TYPES =
      Map.ofEntries(
          Map.entry(
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
          Map.entry(
              "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
          Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
          Map.entry("application/vnd.oasis.opendocument.text", "odt"),
          Map.entry("application/vnd.oasis.opendocument.spreadsheet", "ods"),
          Map.entry("application/vnd.oasis.opendocument.presentation", "odp"),
          Map.entry("application/msword", "doc"),
          Map.entry("application/vnd.ms-excel", "xls"),
          Map.entry("application/vnd.ms-powerpoint", "ppt"),
          Map.entry("application/vnd.ms-outlook", "msg"),
          Map.entry("application/epub+zip", "epub"),
          Map.entry("application/xhtml+xml", "xhtml"),
          Map.entry("message/rfc822", "eml"));

  private FileTable() {}

  /** A table for files of the ledger, see {@link #add}. */
  static Table ofLedger() {
    return new Table(
        Table.Column.state("STATE"),
        Table.Column.word("REASON"),
        Table.Column.path("FILE"),
        Table.Column.number("DOCS"),
        Table.Column.number("PAGES"),
        Table.Column.number("CHUNKS"),
        Table.Column.number("VECTORS"),
        Table.Column.path("SOURCE"),
        Table.Column.text("DETAIL"));
  }

  static void add(Table ledger, FileWithReceipts file) {
    ledger.row(
        file.state(),
        file.reason() == null ? "" : file.reason(),
        name(file),
        number(file.receipts().size()),
        sum(file, Receipt::pages),
        sum(file, Receipt::chunks),
        sum(file, Receipt::vectors),
        file.source(),
        file.detail() == null ? "" : file.detail());
  }

  /** Files with what they became, for the demo. */
  static Table ofReceipts(List<FileWithReceipts> files) {
    Table table =
        new Table(
            Table.Column.path("FILE"),
            Table.Column.word("TYPE"),
            Table.Column.number("PAGES"),
            Table.Column.number("CHUNKS"),
            Table.Column.number("VECTORS"),
            Table.Column.state("STATE"),
            Table.Column.word("REASON"));
    for (FileWithReceipts file : files) {
      table.row(
          name(file),
          type(file),
          sum(file, Receipt::pages),
          sum(file, Receipt::chunks),
          sum(file, Receipt::vectors),
          file.state(),
          file.reason() == null ? "" : file.reason());
    }
    return table;
  }

  /** Its key; a dot where the source's own folder could not be read. */
  static String name(FileWithReceipts file) {
    return file.sourceKey().isEmpty() ? "." : file.sourceKey();
  }

  private static String type(FileWithReceipts file) {
    return file.receipts().stream()
        .filter(receipt -> receipt.embeddedPath().isEmpty() && receipt.mimeType() != null)
        .map(receipt -> shortType(String.valueOf(receipt.mimeType())))
        .findFirst()
        .orElse(NONE);
  }

  private static String shortType(String mimeType) {
    String type = mimeType.replaceFirst(";.*", "").strip();
    String subtype = type.substring(type.lastIndexOf('/') + 1).replaceFirst("^x-(web-)?", "");
    return SHORT_TYPES.getOrDefault(type, TextWidth.cut(subtype, 10));
  }

  private static String sum(FileWithReceipts file, ToLongFunction<Receipt> counted) {
    return number(file.receipts().stream().mapToLong(counted).sum());
  }

  private static String number(long number) {
    return number == 0 ? NONE : String.format(Locale.ROOT, "%,d", number);
  }
}
