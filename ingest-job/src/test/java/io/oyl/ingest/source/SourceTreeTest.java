package io.oyl.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTreeTest {
  @TempDir Path folder;
  private Path root = Path.of("");

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("root"));
  }

  @Test
  void findsEveryFileWithItsPathBelowTheRoot() throws IOException {
    write("a.txt");
    write("deep/er/ü 😀 'x'.txt");
    write(".hidden/.file");
    write("line\nbreak.txt");

    assertThat(keys())
        .containsExactly(".hidden/.file", "a.txt", "deep/er/ü 😀 'x'.txt", "line\nbreak.txt");
    assertThat(walk()).allMatch(SourceEntry.File.class::isInstance);
  }

  @Test
  void findsOneFileAsTheWalkDoes() throws IOException {
    write("deep/a.txt");
    SourceTree tree = SourceTree.of(root);

    assertThat(tree.find("deep/a.txt")).contains(walk().getFirst());
    assertThat(tree.find("deep/b.txt")).isEmpty();
  }

  @Test
  void looksAtAFileAllBelowAFolderAndWhatIsNotThere() throws IOException {
    write("deep/a.txt");
    write("deep/er/b.txt");
    write("deeper.txt");

    assertThat(look("deep/a.txt"))
        .containsExactlyElementsOf(SourceTree.of(root).find("deep/a.txt").stream().toList());
    assertThat(look("deep"))
        .extracting(SourceEntry::key)
        .containsExactlyInAnyOrder("deep/a.txt", "deep/er/b.txt");
    assertThat(look("gone.txt"))
        .containsExactly(
            new SourceEntry.Refused("gone.txt", Reason.UNREADABLE, "it is not there any more"));
    assertThat(look("/bad\\xFF.txt"))
        .extracting(entry -> ((SourceEntry.Refused) entry).reason())
        .containsExactly(Reason.UNREADABLE_NAME);
  }

  private List<SourceEntry> look(String key) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    SourceTree.of(root).look(key, entries::add);
    return entries;
  }

  @Test
  void followsALinkToAFileBelowTheRoot() throws IOException {
    write("a.txt");
    Files.createSymbolicLink(root.resolve("link"), root.resolve("a.txt"));

    assertThat(keys()).containsExactly("a.txt", "link");
    assertThat(refusals()).isEmpty();
  }

  @Test
  void doesNotFollowALinkToAFolderBelowTheRoot() throws IOException {
    write("deep/a.txt");
    Files.createSymbolicLink(root.resolve("deep/up"), root);

    assertThat(keys()).containsExactly("deep/a.txt");
  }

  @Test
  void refusesLinksThatLeadOutOfTheRoot() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("root-but-not"));
    Files.writeString(outside.resolve("secret"), "x");
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("folder"), outside);

    assertThat(refusals())
        .containsEntry("file", Reason.OUTSIDE_SOURCE)
        .containsEntry("folder", Reason.OUTSIDE_SOURCE);
  }

  @Test
  void whatIsReachedThroughALinkToAFolderIsNotThere() throws IOException {
    write("deep/er/a.txt");
    SourceTree tree = SourceTree.of(root);
    Files.move(root.resolve("deep"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("deep"), folder.resolve("outside"));

    assertThat(tree.find("deep/er/a.txt")).isEmpty();
    assertThat(look("deep/er/a.txt")).allMatch(SourceEntry.Refused.class::isInstance);
    assertThat(look("deep/er")).allMatch(SourceEntry.Refused.class::isInstance);
    assertThat(refusals()).containsOnlyKeys("deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0001-06-01T00:00:00Z", "+3170843-11-07T09:46:39Z"})
  void aTimeThatNoDatabaseKeepsIsTheNearestThatItDoes(String time) throws IOException {
    Instant kept = SourceTree.modified(FileTime.from(Instant.parse(time)));

    assertThat(kept.atOffset(ZoneOffset.UTC).getYear()).isBetween(1, 9999);
  }

  @Test
  void refusesADanglingLink() throws IOException {
    Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nowhere"));

    assertThat(refusals()).containsEntry("dangling", Reason.UNREADABLE);
  }

  @Test
  void refusesAFifoWithoutOpeningIt() throws Exception {
    run("mkfifo", root.resolve("pipe").toString());

    assertThat(refusals()).containsEntry("pipe", Reason.NOT_A_REGULAR_FILE);
  }

  @Test
  void twoNamesThatAreNotUtf8AreTwoRefusals() throws Exception {
    run(
        "sh",
        "-c",
        "cd \"$1\" && touch \"$(printf 'bad\\377')\" \"$(printf 'bad\\376')\"",
        "sh",
        root.toString());

    assertThat(refusals())
        .containsEntry("/bad\\xFF", Reason.UNREADABLE_NAME)
        .containsEntry("/bad\\xFE", Reason.UNREADABLE_NAME);
  }

  @Test
  void aNameThatLooksLikeASpelledOutOneIsAnotherFile() throws Exception {
    run("sh", "-c", "cd \"$1\" && touch \"$(printf 'bad\\377')\"", "sh", root.toString());
    write("bad\\xFF");

    assertThat(keys()).containsExactly("/bad\\xFF", "bad\\xFF");
    assertThat(refusals()).containsOnlyKeys("/bad\\xFF");
  }

  @Test
  void aRootThatVanishesIsAFolderThatCannotBeListed() throws IOException {
    write("a.txt");
    SourceTree tree = SourceTree.of(root);
    Files.move(root, folder.resolve("gone"));

    List<SourceEntry> found = new ArrayList<>();
    tree.walk(found::add);

    assertThat(found)
        .singleElement()
        .isInstanceOfSatisfying(
            SourceEntry.Refused.class,
            refused -> {
              assertThat(refused.key()).isEmpty();
              assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE_FOLDER);
            });
  }

  @Test
  void aReplacementCharacterInANameIsACharacter() throws IOException {
    write("odd\uFFFDname");

    assertThat(refusals()).isEmpty();
    assertThat(keys()).containsExactly("odd\uFFFDname");
  }

  @Test
  void aRootThatIsNotAFolderIsAnError() throws IOException {
    write("a.txt");

    assertThatThrownBy(() -> SourceTree.of(root.resolve("a.txt")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a folder");
    assertThatThrownBy(() -> SourceTree.of(root.resolve("missing")))
        .isInstanceOf(IOException.class);
  }

  private void write(String key) throws IOException {
    Path path = root.resolve(key);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "text");
  }

  private List<SourceEntry> walk() throws IOException {
    List<SourceEntry> found = new ArrayList<>();
    SourceTree.of(root).walk(found::add);
    return found;
  }

  private List<String> keys() throws IOException {
    return walk().stream().map(SourceEntry::key).sorted().toList();
  }

  private Map<String, Reason> refusals() throws IOException {
    Map<String, Reason> refusals = new TreeMap<>();
    for (SourceEntry entry : walk()) {
      if (entry instanceof SourceEntry.Refused refused) {
        refusals.put(refused.key(), refused.reason());
      }
    }
    return refusals;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
