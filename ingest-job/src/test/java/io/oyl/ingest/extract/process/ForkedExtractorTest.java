package io.oyl.ingest.extract.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.extract.ExtractCounts;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.source.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedExtractorTest {
  @TempDir Path folder;
  private ForkedExtractor extractor;

  static ExtractSettings settings(Duration timeout) {
    return new ExtractSettings(
        timeout, 96, 2, 100, 1 << 20, 100_000, 20, 5, 2, 8, OcrSettings.off());
  }

  @BeforeEach
  void open() {
    extractor = new ForkedExtractor(settings(Duration.ofSeconds(4)));
  }

  @AfterEach
  void close() {
    Set<Long> pids = extractor.pids();
    extractor.close();
    assertThat(pids).allSatisfy(ForkedExtractorTest::assertGone);
  }

  @Test
  void aFileThatHangsIsRefusedAndSaysHowFarItCame() throws Exception {
    Extraction.Refused refused = refused("poison:sleep");

    assertThat(refused.reason()).isEqualTo(Reason.TIMEOUT);
    assertThat(refused.detail())
        .matches(
            "reading it took longer than 8 s \\(page 3 was reached, \\d+ MB of memory,"
                + " tried whole, again with twice the time and memory\\)");
    assertThat(extractor.pids()).isEmpty();
  }

  @Test
  void aFileThatEatsMemoryIsRefused() throws Exception {
    Extraction.Refused refused = refused("poison:heap");

    assertThat(refused.reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    assertThat(refused.detail()).startsWith("reading it needed more than 192 MB of memory (");
  }

  @Test
  void aParserThatEndsTheProcessIsACrash() throws Exception {
    assertThat(refused("poison:exit").reason()).isEqualTo(Reason.CRASHED);
    assertThat(refused("poison:halt").detail())
        .startsWith("the parsing process ended with code 42 (");
  }

  @Test
  void aProcessThatBreaksTheProtocolIsACrash() throws Exception {
    assertThat(refused("poison:babble").reason()).isEqualTo(Reason.CRASHED);
  }

  @Test
  void aProcessThatIsKilledFromOutsideIsReplaced() throws Exception {
    assertThat(text(extractor.extract(file("first.txt", "the first one")))).hasSize(13);
    long pid = extractor.pids().iterator().next();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertGone(pid);

    assertThat(text(extractor.extract(file("second.txt", "the second one")))).hasSize(14);
    assertThat(extractor.pids()).doesNotContain(pid);
  }

  @Test
  void temporaryDiskSpaceIsLimited() throws Exception {
    Extraction.Refused refused = refused("poison:disk");

    assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(refused.detail()).startsWith("reading it needed more than 2 MB of temporary disk");
  }

  @Test
  void whatAParserPrintsDoesNotDisturb() throws Exception {
    assertThat(text(extractor.extract(file("a.poison", "poison:print")))).isEqualTo("it printed");
  }

  @Test
  void theProcessSeesNothingOfTheEnvironment() throws Exception {
    assertThat(System.getenv()).containsKey("PATH");

    assertThat(text(extractor.extract(file("a.poison", "poison:environment"))))
        .isEqualTo("environment {LC_ALL=C.UTF-8}");
  }

  @Test
  void temporaryFilesAreGoneAfterEachFile() throws Exception {
    Path left = Path.of(text(extractor.extract(file("a.poison", "poison:temporary"))));
    Path own = requireNonNull(left.getParent());

    assertThat(left).doesNotExist();
    assertThat(own).exists();
    extractor.close();
    assertThat(own.getParent()).doesNotExist();
  }

  @Test
  void whatAParserStartedIsKilledWithIt() throws Exception {
    Thread killed =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    extractor.extract(file("a.poison", "poison:child"));
                  } catch (IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    ProcessHandle grandchild = await(this::grandchild);
    killed.interrupt();
    killed.join();

    assertGone(grandchild.pid());
    assertThat(extractor.pids()).isEmpty();
  }

  private Optional<ProcessHandle> grandchild() {
    return extractor.pids().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(ProcessHandle::descendants)
        .findFirst();
  }

  @Test
  void theSecondTryOfAFileThatEndedItsProcessIsAlone() throws Exception {
    List<Integer> processes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Future<Extraction> again =
          threads.submit(() -> extractor.extract(file("a.poison", "poison:once")));
      List<Future<Extraction>> slow = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Path file = file("slow" + i + ".poison", "poison:second");
        slow.add(threads.submit(() -> extractor.extract(file)));
      }
      for (Future<Extraction> answer : slow) {
        processes.add(text(answer.get()).length());
      }
      ExtractedDocument document = ((Extraction.Extracted) again.get()).documents().getFirst();
      assertThat(document.text()).startsWith("alone: 0 others at work");
      assertThat(document.metadata()).containsEntry("strategy", List.of("whole, again"));
    }
    assertThat(processes).hasSize(8);
  }

  @Test
  void othersAreReadWhileAFileThatHungIsTriedAgain() throws Exception {
    ExtractCounts counts = new ExtractCounts();
    try (ForkedExtractor patient = new ForkedExtractor(settings(Duration.ofSeconds(10)), counts);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Path poison = file("a.poison", "poison:sleep");
      Future<Extraction> hung = thread.submit(() -> patient.extract(poison));
      await(() -> counts.started() == 2 ? Optional.of(true) : Optional.empty());
      assertThat(counts.timeouts()).isEqualTo(1);

      assertThat(text((Extraction.Extracted) patient.extract(file("good.txt", "good"))))
          .startsWith("good");

      assertThat(counts.timeouts()).isEqualTo(1);
      assertThat(hung).isNotDone();
      thread.shutdownNow();
    }
  }

  @Test
  void neighboursOfPoisonAreRead() throws Exception {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      files.add(file("good" + i + ".txt", "good file " + i));
      if (i % 4 == 0) {
        files.add(file("bad" + i + ".poison", i == 4 ? "poison:heap" : "poison:halt"));
      }
    }
    List<String> texts = new ArrayList<>();
    int refusals = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Extraction>> answers =
          files.stream().map(file -> threads.submit(() -> extractor.extract(file))).toList();
      for (Future<Extraction> answer : answers) {
        if (answer.get() instanceof Extraction.Extracted extracted) {
          texts.add(text(extracted));
        } else {
          refusals++;
        }
      }
    }

    assertThat(refusals).isEqualTo(3);
    assertThat(texts).hasSize(12).allMatch(text -> text.startsWith("good file "));
  }

  @Test
  void anInterruptedCallLeavesNoProcess() throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    extractor.extract(file("a.poison", "poison:sleep"));
                  } catch (IOException | InterruptedException e) {
                    thrown.add(e);
                  }
                });
    long pid = await(() -> extractor.pids().stream().findFirst());
    Thread.sleep(500);
    caller.interrupt();
    caller.join();

    assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
    assertGone(pid);
    assertThat(extractor.pids()).isEmpty();
  }

  @Test
  void aProcessEndsWhenItsOwnerIsKilled() throws Exception {
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerProcess.class.getName(),
                file("a.poison", "poison:sleep").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    try (var out = owner.inputReader(StandardCharsets.UTF_8)) {
      pid = Long.parseLong(out.readLine());
      assertThat(ProcessHandle.of(pid)).isPresent();
    } finally {
      owner.destroyForcibly();
    }

    assertGone(pid);
  }

  @Test
  void aProcessIsReplacedAfterItsShareOfFiles() throws Exception {
    ExtractSettings two =
        new ExtractSettings(
            Duration.ofSeconds(30), 96, 1, 2, 1 << 20, 1_000, 20, 5, 2, 8, OcrSettings.off());
    try (ForkedExtractor recycling = new ForkedExtractor(two)) {
      Path file = file("a.txt", "some words");
      recycling.extract(file);
      Set<Long> first = recycling.pids();
      assertThat(first).singleElement().matches(ForkedExtractorTest::isForFewFiles);
      recycling.extract(file);
      recycling.extract(file);

      assertThat(recycling.pids()).hasSize(1).doesNotContainAnyElementsOf(first);
      assertThat(recycling.pids()).noneMatch(ForkedExtractorTest::isForFewFiles);
    }
  }

  private static boolean isForFewFiles(long pid) {
    try {
      // ProcessHandle leaves long command lines out.
      Process ps = new ProcessBuilder("ps", "-ww", "-o", "args=", "-p", Long.toString(pid)).start();
      String command = new String(ps.getInputStream().readAllBytes(), UTF_8);
      assertThat(command).contains(ExtractionWorker.class.getName());
      return command.contains("-XX:TieredStopAtLevel=1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFileOverTheLimitIsRefusedUnread() throws Exception {
    Path file = folder.resolve("big.txt");
    Files.write(file, new byte[(1 << 20) + 1]);

    assertThat(((Extraction.Refused) extractor.extract(file)).reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(extractor.pids()).isEmpty();
  }

  @Test
  void aFileThatIsGoneIsUnreadable() throws Exception {
    assertThat(((Extraction.Refused) extractor.extract(folder.resolve("gone.txt"))).reason())
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void namesBeyondAsciiAreOpened() throws Exception {
    assertThat(text(extractor.extract(file("Prüfung – 測試 😀.txt", "found")))).isEqualTo("found");
  }

  @Test
  void aClosedExtractorTakesNoFiles() throws Exception {
    extractor.close();

    assertThatThrownBy(() -> extractor.extract(file("a.txt", "late")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFingerprintNamesReaderParserAndLimits() {
    assertThat(extractor.fingerprint())
        .matches("extract \\d+, Apache Tika 3[.]3[.]1, text 100000, embedded 20 × 5");
  }

  private Extraction.Refused refused(String poison) throws IOException, InterruptedException {
    return (Extraction.Refused) extractor.extract(file("a.poison", poison));
  }

  private static String text(Extraction extraction) {
    assertThat(extraction).isInstanceOf(Extraction.Extracted.class);
    return ((Extraction.Extracted) extraction).documents().getFirst().text();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static void assertGone(long pid) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      assertThat(process.get().onExit()).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  private interface Attempt<T> {
    Optional<T> get();
  }

  private static <T> T await(Attempt<T> attempt) throws InterruptedException {
    for (int i = 0; i < 3000; i++) {
      Optional<T> found = attempt.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("waited for a minute");
  }
}
