package io.oyl.ingest.extract.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.Gap;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each killer ends as expected within its budget, and the next file is read as if nothing were. */
class KillersTest {
  /** So long that only what hangs reaches it, on a loaded machine too. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Three tries, the second and third with twice the time, and the start of three processes. */
  private static final Duration BUDGET = TIMEOUT.multipliedBy(5).plusSeconds(30);

  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(3);

  private static @Nullable ForkedExtractor shared;

  /** For what hangs. */
  private static @Nullable ForkedExtractor hasty;

  @TempDir Path folder;
  private long began;

  @BeforeAll
  static void open() {
    shared = extractor(TIMEOUT);
    hasty = extractor(SHORT_TIMEOUT);
  }

  private static ForkedExtractor extractor(Duration timeout) {
    return new ForkedExtractor(settings(timeout));
  }

  private static ExtractSettings settings(Duration timeout) {
    return new ExtractSettings(
        timeout, 96, 1, 1_000, 1L << 30, 1_000_000, 200, 10, 50, 20, OcrSettings.off());
  }

  @AfterAll
  static void close() throws IOException {
    extractor().close();
    hasty().close();
    assertThat(workers()).isEmpty();
    try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(temporary.map(Path::getFileName).map(Path::toString))
          .noneMatch(
              name -> name.startsWith("oyl-ingest-extract-" + ProcessHandle.current().pid() + "-"));
    }
  }

  @BeforeEach
  void start() {
    began = System.nanoTime();
  }

  @AfterEach
  void theNextFileIsRead() throws Exception {
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUDGET);
    ExtractedDocument document =
        root(read("next.txt", "a healthy one".getBytes(StandardCharsets.UTF_8)));
    assertThat(document.text()).isEqualTo("a healthy one");
    assertThat(document.gaps()).isEmpty();
    assertThat(workers()).hasSizeBetween(1, 2);
  }

  @Test
  void aPageThatInflatesIsLeftOutAndTheOthersAreKept() throws Exception {
    Path file = Files.write(folder.resolve("a.pdf"), Killers.pdfThatInflates(400));
    ExtractedDocument document;
    try (ForkedExtractor extractor =
        extractor(Duration.ofSeconds(12))) { // two of its tries take all
      document = root(extractor.extract(file));
    }

    assertThat(document.text()).isEqualTo("the first page\n\nthe last page");
    assertThat(document.pages().count()).isEqualTo(3);
    assertThat(document.pages().pageAt(20)).isEqualTo(3);
    assertThat(document.gaps())
        .containsExactly(
            new Gap(
                Reason.PARSE_ERROR, "page 2 of 3 is missing: too much time or memory was needed"));
    assertThat(document.metadata()).containsEntry("strategy", List.of("page by page"));
    assertThat(
            Long.parseLong(
                document.metadata().getOrDefault("peak_heap_bytes", List.of("")).getFirst()))
        .isBetween(1L << 20, 256L << 20);
  }

  @Test
  void formsThatMultiplyAreLeftOut() throws Exception {
    ExtractedDocument document =
        simplyRead("a.pdf", Killers.pdfWhoseFormsMultiply(), Duration.ofSeconds(20));

    assertThat(document.text()).isEqualTo("words");
    assertThat(document.gaps())
        .containsExactly(
            new Gap(Reason.PARSE_ERROR, "page 1 was read without the forms painted on it"));
  }

  @Test
  void theTextBesideAFormThatPaintsItselfIsKept() throws Exception {
    ExtractedDocument document =
        simplyRead("a.pdf", Killers.pdfWhoseFormPaintsItself(), Duration.ofSeconds(20));

    assertThat(document.text()).isEqualTo("words");
    assertThat(document.gaps())
        .containsExactly(
            new Gap(Reason.PARSE_ERROR, "page 1 was read without the forms painted on it"));
  }

  @Test
  void aHugeNumberOfPagesIsCutAndTold() throws Exception {
    ExtractedDocument document =
        simplyRead("a.pdf", Killers.pdfOfPages(300_000), Duration.ofSeconds(12));

    assertThat(document.text()).startsWith("words\n\nwords");
    Gap gap = document.gaps().getFirst();
    assertThat(gap.reason()).isEqualTo(Reason.PARSE_ERROR);
    assertThat(gap.detail())
        .matches("pages \\d+–300000 of 300000 are missing: too much time or memory was needed");
  }

  @Test
  void aMillionParagraphsAreReadAsRunningTextAndCutAtTheLimit() throws Exception {
    byte[] docx = Killers.docxOfParagraphs(1_000_000);
    ExtractedDocument document = root(read(Files.write(folder.resolve("a.docx"), docx)));

    assertThat(docx).hasSizeLessThan(200_000);
    assertThat(document.text()).startsWith("words\n\nwords\n\n").hasSize(1_000_000);
    assertThat(document.gaps())
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.reason()).isEqualTo(Reason.TRUNCATED);
              assertThat(gap.detail()).startsWith("the text ends after 1000000 characters");
            });
  }

  @Test
  void manyEntriesAreCutAndCounted() throws Exception {
    List<ExtractedDocument> documents =
        extracted(read(Files.write(folder.resolve("a.zip"), Killers.zipOfEntries(100_000))))
            .documents();

    assertThat(documents).hasSize(201);
    assertThat(documents.getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.TRUNCATED,
                "99800 documents inside were left out: 200 are the most that are read of a file"));
  }

  @Test
  void archivesNestedAThousandTimesAreReadToTheLimit() throws Exception {
    List<ExtractedDocument> documents =
        extracted(read("a.zip", Killers.zipsInZips(1_000))).documents();

    assertThat(documents).filteredOn(d -> d.text().startsWith("words beside")).hasSize(10);
    assertThat(documents.stream().flatMap(document -> document.gaps().stream()))
        .isNotEmpty()
        .allMatch(gap -> gap.detail().endsWith("it is nested deeper than 10"));
  }

  @Test
  void gigabytesOfZerosAreNotEvenUnpacked() throws Exception {
    List<ExtractedDocument> documents =
        extracted(read(Killers.zipBomb(folder.resolve("a.zip"), "zeros.bin", '\0', 3_900)))
            .documents();

    assertThat(documents)
        .extracting(ExtractedDocument::text)
        .containsExactly("", "the first text", "the last text");
    assertThat(documents.getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.CHILD_FAILED,
                "zeros.bin: there is no reader for files of type application/octet-stream"));
  }

  @Test
  void gigabytesOfTextAreCutAndTold() throws Exception {
    List<ExtractedDocument> documents =
        extracted(read(Killers.zipBomb(folder.resolve("a.zip"), "a.txt", 'a', 3_900))).documents();

    assertThat(documents.getFirst().gaps().getLast().detail())
        .startsWith(
            "the text ends after 1000000 characters, the most that is kept of a file; more than ");
    assertThat(documents.get(1).text()).isEqualTo("the first text");
  }

  @Test
  void whatIsUnpackedIsLimited() throws Exception {
    String megabyte = "<html><!--" + "x".repeat(1 << 20) + "--><p>page</p></html>";
    var out = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      for (int i = 1; i <= 30; i++) {
        zip.putNextEntry(new java.util.zip.ZipEntry(i + ".html"));
        zip.write(megabyte.getBytes(StandardCharsets.UTF_8));
      }
    }
    List<ExtractedDocument> documents = extracted(read("a.zip", out.toByteArray())).documents();

    assertThat(documents).hasSize(20);
    assertThat(documents.getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.TRUNCATED,
                "20.html: reading ended here, where 20 MB were unpacked, the most of a file"));
  }

  @Test
  void laughsDoNotMultiply() throws Exception {
    switch (read("a.xml", Killers.billionLaughs())) {
      case Extraction.Refused refused -> assertThat(refused.reason()).isEqualTo(Reason.CORRUPT);
      case Extraction.Extracted extracted -> {
        assertThat(extracted.documents().getFirst().text()).hasSizeLessThan(1_000);
        assertThat(extracted.documents().getFirst().gaps())
            .extracting(Gap::reason)
            .containsExactly(Reason.PARSE_ERROR);
      }
    }
  }

  @Test
  void neitherFilesNorAddressesAreFetched() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "a local secret");
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Extraction extraction = read("a.xml", Killers.outsideEntities(secret, server.getLocalPort()));
      server.setSoTimeout(200);

      Assertions.assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
      assertThat(extraction.toString()).doesNotContain("a local secret");
    }
  }

  @Test
  void aMemberThatHangsIsLeftOutOfItsArchive() throws Exception {
    ExtractedDocument archive =
        root(hasty().extract(Files.write(folder.resolve("a.zip"), zip("poison:sleep"))));

    assertThat(archive.gaps())
        .containsExactly(
            new Gap(Reason.CHILD_FAILED, "b/bad.poison: reading it took longer than 6 s"));
    assertThat(archive.metadata())
        .containsEntry("strategy", List.of("whole, without what could not be read inside"));
  }

  @Test
  void aMemberThatEatsMemoryIsLeftOutOfItsArchive() throws Exception {
    List<ExtractedDocument> documents = extracted(read("a.zip", zip("poison:heap"))).documents();

    assertThat(documents)
        .extracting(ExtractedDocument::text)
        .containsExactly("", "the first", "the last");
    assertThat(documents.getFirst().gaps())
        .containsExactly(
            new Gap(
                Reason.CHILD_FAILED, "b/bad.poison: reading it needed more than 192 MB of memory"));
  }

  private static byte[] zip(String poison) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      for (String[] member :
          new String[][] {
            {"a.txt", "the first"}, {"b/bad.poison", poison}, {"c.txt", "the last"}
          }) {
        zip.putNextEntry(new java.util.zip.ZipEntry(member[0]));
        zip.write(member[1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }

  private Extraction read(String name, byte[] content) throws IOException, InterruptedException {
    return read(Files.write(folder.resolve(name), content));
  }

  private static Extraction read(Path file) throws InterruptedException {
    return extractor().extract(file);
  }

  private static ForkedExtractor extractor() {
    if (shared == null) {
      throw new IllegalStateException();
    }
    return shared;
  }

  private static ForkedExtractor hasty() {
    if (hasty == null) {
      throw new IllegalStateException();
    }
    return hasty;
  }

  private static Extraction.Extracted extracted(Extraction extraction) {
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return (Extraction.Extracted) extraction;
  }

  /** By the last rung of the ladder alone, with time enough for a loaded machine. */
  private ExtractedDocument simplyRead(String name, byte[] content, Duration budget)
      throws Exception {
    Path file = Files.write(folder.resolve(name), content);
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    try (Fork fork =
        Fork.start(WorkerStart.ofThisProgram(), settings(TIMEOUT), null, 192, true, temporary)) {
      Fork.Ending ending = fork.read(new Request(file, budget, true, true, Map.of()));
      assertThat(ending).isInstanceOf(Fork.Ending.Answered.class);
      return root(((Fork.Ending.Answered) ending).answer().extraction());
    }
  }

  private static ExtractedDocument root(Extraction extraction) {
    return extracted(extraction).documents().getFirst();
  }

  private static Set<Long> workers() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .map(ProcessHandle::pid)
        .collect(java.util.stream.Collectors.toSet());
  }
}
