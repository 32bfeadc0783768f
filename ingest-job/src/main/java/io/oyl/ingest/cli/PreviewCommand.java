package io.oyl.ingest.cli;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.extract.Block;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.TextSpan;
import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.Preview;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code preview FILE}. */
@Command(
    name = "preview",
    description = {
      "Show what a file would become: blocks, chunks, tags and receipt.",
      "",
      "Nothing is written, and no database is needed."
    },
    footer = "  bin/ingest preview report.pdf")
final class PreviewCommand implements Callable<Integer> {
  private final Console console;
  private final Environment environment;

  @Parameters(paramLabel = "FILE", description = "A file.")
  String file = "";

  @Mixin NoScope scope = new NoScope();
  @Mixin CommonOptions common = new CommonOptions();

  PreviewCommand(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path path = path();
    scope.tell(console, "preview opens no database");
    try (Ingest ingest = Ingest.withoutDatabase(environment.home())) {
      Preview preview = ingest.preview(path);
      if (common.json) {
        console.json(PreviewAnswer.of(preview));
      } else {
        print(preview);
      }
      return preview.state().equals("complete") ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }
  }

  private Path path() {
    if (file.isBlank()) {
      throw new UsageException("FILE is empty");
    }
    try {
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new UsageException(Printable.of(file) + " is a folder, preview takes a file");
      }
      if (!Files.exists(path)) {
        throw new UsageException("there is no file " + Printable.of(file));
      }
      return path;
    } catch (InvalidPathException e) {
      throw new UsageException(Printable.of(file) + " is not a file name");
    }
  }

  private void print(Preview preview) {
    String reason = preview.reason() == null ? "" : ", " + preview.reason().code();
    String detail = preview.detail() == null ? "" : " – " + Printable.prose(preview.detail());
    console.line(
        console.bold(Printable.of(preview.filename()))
            + ": "
            + console.state(preview.state())
            + reason
            + detail);
    preview.documents().forEach(this::document);
  }

  private void document(PreparedDocument prepared) {
    ExtractedDocument document = prepared.document();
    console.line();
    if (!document.embeddedPath().isEmpty()) {
      console.line(console.bold("> " + Printable.of(document.embeddedPath())));
    }
    int characters = document.text().codePointCount(0, document.text().length());
    List<String> facts = new ArrayList<>();
    facts.add(document.mimeType());
    if (document.sizeBytes() >= 0) {
      facts.add(Console.count(document.sizeBytes(), "byte"));
    }
    if (document.pages().count() > 0) {
      facts.add(Console.count(document.pages().count(), "page"));
    }
    facts.add(Console.count(characters, "character"));
    for (String count : document.metadata().getOrDefault("replacement_characters", List.of())) {
      facts.add(count + " of them unreadable");
    }
    if (!prepared.setAside().isEmpty()) {
      int setAside = prepared.setAside().stream().mapToInt(TextSpan::length).sum();
      facts.add(Console.count(setAside, "character") + " set aside");
    }
    facts.add(Console.count(document.blocks().size(), "block"));
    facts.add(Console.count(prepared.chunks().size(), "chunk"));
    facts.add("language " + (document.language() == null ? "unknown" : document.language()));
    console.line(Printable.of(String.join(", ", facts)));
    for (Gap gap : document.gaps()) {
      console.line("missing: " + gap.reason().code() + " – " + Printable.prose(gap.detail()));
    }
    if (!document.blocks().isEmpty()) {
      console.line();
      blocks(document);
    }
    if (!prepared.chunks().isEmpty()) {
      console.line();
      chunks(prepared.chunks());
    }
  }

  private void blocks(ExtractedDocument document) {
    Table table =
        new Table(
            Table.Column.word("BLOCK"),
            Table.Column.number("PAGE"),
            Table.Column.number("FROM"),
            Table.Column.number("TO"),
            Table.Column.text("TEXT"));
    CodePointText text = new CodePointText(document.text());
    for (Block block : document.blocks()) {
      Integer page = document.pages().pageAt(block.span().start());
      String level = block instanceof Block.Heading heading ? " " + heading.level() : "";
      table.row(
          type(block) + level,
          page == null ? "-" : page.toString(),
          Integer.toString(block.span().start()),
          Integer.toString(block.span().end()),
          Printable.prose(text.excerpt(block.span())));
    }
    table.print(console);
  }

  private void chunks(List<TaggedChunk> chunks) {
    Table table =
        new Table(
            Table.Column.number("CHUNK"),
            Table.Column.number("PAGE"),
            Table.Column.number("FROM"),
            Table.Column.number("TO"),
            Table.Column.number("TOKENS"),
            Table.Column.text("HEADINGS"),
            Table.Column.text("TAGS"));
    for (TaggedChunk tagged : chunks) {
      TextChunk chunk = tagged.chunk();
      table.row(
          Integer.toString(chunk.position()),
          chunk.firstPage() == null ? "-" : chunk.firstPage().toString(),
          Integer.toString(chunk.startOffset()),
          Integer.toString(chunk.endOffset()),
          Integer.toString(chunk.tokens()),
          chunk.headingPath().stream().map(Printable::prose).collect(Collectors.joining(" > ")),
          tagged.tags().stream()
              .map(Tag::name)
              .map(Printable::of)
              .collect(Collectors.joining(", ")));
    }
    table.print(console);
  }

  /** The kind of a block in one lower-case word. */
  static String type(Block block) {
    return block.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
