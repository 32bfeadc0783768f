package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Text, Markdown, a web page and a Word file of the sample documents, edited by turns. */
class DocumentEditsIT {
  private static final String ADDED = "A sentence that was not there before.";

  /**
   * A document.
   *
   * @param inner the part of a package that holds the text, empty for a file that is text
   * @param start what a new paragraph is put behind
   * @param added that paragraph
   * @param paragraph what may be deleted
   */
  private record Sample(String file, String inner, String start, String added, String paragraph) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("guestbook.txt", "", "", ADDED + "\n\n", "(?<=\n\n).+?\n\n"),
          new Sample("light-controller.md", "", "", ADDED + "\n\n", "(?<=\n\n)[A-Z][^`]+?\n\n"),
          new Sample(
              "website/plan-your-visit.html", "", "</h1>", "<p>" + ADDED + "</p>", "<p>.*?</p>"),
          new Sample(
              "annual-report.docx",
              "word/document.xml",
              "<w:body>",
              "<w:p><w:r><w:t>" + ADDED + "</w:t></w:r></w:p>",
              "<w:p[ >](?=.*<w:tbl>).*?</w:p>"));

  private static final String INPUTS =
      """
      select distinct coalesce(c.context, '') || c.text
      from chunks c
      where c.deleted_at is null
      """;

  private static final String IDS =
      """
      select concat_ws(' ', document_id, text,
          row_number() over (partition by document_id, text order by position)) as name, id
      from chunks
      where deleted_at is null
      """;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  /** All that have ever been embedded. */
  private final Set<String> inputs = new HashSet<>();

  /** Of each passage that there has ever been. */
  private final Map<String, String> ids = new TreeMap<>();

  @Test
  void onlyNewTextIsEmbeddedAndPassagesKeepTheirIds() throws IOException {
    restore();
    try (StubModel model = StubModel.answering()) {
      Files.writeString(home.resolve("application.yaml"), model.settings());
      try (Ingest ingest = database.open(home)) {
        assertThat(embeddedByRun(ingest)).isGreaterThan(20);

        edit((sample, text) -> text.replaceFirst(sample.start(), sample.start() + sample.added()));
        assertThat(embeddedByRun(ingest)).isBetween(SAMPLES.size(), 20);
        edit((sample, text) -> without(sample.paragraph(), text));
        assertThat(embeddedByRun(ingest)).isLessThan(20);

        for (Sample sample : SAMPLES) {
          Path file = folder.resolve(sample.file());
          Files.move(file, file.resolveSibling("renamed-" + file.getFileName()));
        }
        assertThat(embeddedByRun(ingest)).isZero();
        for (Sample sample : SAMPLES) {
          Path file = folder.resolve(sample.file());
          Files.move(file.resolveSibling("renamed-" + file.getFileName()), file);
          Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        }
        assertThat(embeddedByRun(ingest)).isZero();
        restore();
        assertThat(embeddedByRun(ingest)).isZero();

        assertThat(database.count("select count(*) from documents where deleted_at is null"))
            .isEqualTo(SAMPLES.size());
        assertThat(model.charged()).doesNotHaveDuplicates();
        IngestedDatabase.assertSound(ingest);
      }
    }
  }

  /** As many as there are inputs that there have never been; the ids are held to be the same. */
  private int embeddedByRun(Ingest ingest) throws IOException {
    RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
    assertThat(report.allComplete()).isTrue();
    int known = inputs.size();
    inputs.addAll(database.sql().sql(INPUTS).query(String.class).list());
    assertThat(report.vectors().embedded()).isEqualTo(inputs.size() - known);
    database
        .sql()
        .sql(IDS)
        .query(
            row -> {
              String id = row.getString("id");
              assertThat(ids.putIfAbsent(row.getString("name"), id)).isIn(null, id);
            });
    return inputs.size() - known;
  }

  private void restore() throws IOException {
    for (Sample sample : SAMPLES) {
      Path to = folder.resolve(sample.file());
      Files.createDirectories(to.getParent());
      Files.copy(
          Path.of("../sample-docs").resolve(sample.file()),
          to,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private interface Edit {
    String of(Sample sample, String text);
  }

  private void edit(Edit how) throws IOException {
    for (Sample sample : SAMPLES) {
      Path file = folder.resolve(sample.file());
      UnaryOperator<String> edit = text -> how.of(sample, text);
      if (sample.inner().isEmpty()) {
        rewrite(file, edit);
      } else {
        try (FileSystem archive = FileSystems.newFileSystem(file)) {
          rewrite(archive.getPath(sample.inner()), edit);
        }
      }
    }
  }

  private static void rewrite(Path file, UnaryOperator<String> edit) throws IOException {
    String before = Files.readString(file);
    String after = edit.apply(before);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  /** Without the one in the middle. */
  private static String without(String paragraph, String text) {
    List<MatchResult> all =
        Pattern.compile(paragraph, Pattern.DOTALL).matcher(text).results().toList();
    MatchResult middle = all.get(all.size() / 2);
    return text.substring(0, middle.start()) + text.substring(middle.end());
  }
}
