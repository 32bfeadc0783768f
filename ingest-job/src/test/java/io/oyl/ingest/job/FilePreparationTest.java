package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.source.Reason;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.PreparedFile.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a file while it is read. */
class FilePreparationTest {
  @TempDir Path folder;

  private interface Change {
    void to(Path file) throws IOException;
  }

  @Test
  void aFileThatIsLinkedToWhileItIsReadHasNotChanged() throws Exception {
    assertThat(readWhile(file -> Files.createLink(folder.resolve("snapshot"), file)))
        .isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void aTextOfTheSameLengthAndTimeThatComesMeanwhileIsAChange() throws Exception {
    Change change =
        file -> {
          FileTime time = Files.getLastModifiedTime(file);
          Files.writeString(file, "then");
          Files.setLastModifiedTime(file, time);
        };

    assertThat(readWhile(change)).isEqualTo(Reason.CHANGED_WHILE_READING);
  }

  @Test
  void aFileThatGoesMeanwhileIsRefused() throws Exception {
    assertThat(readWhile(Files::delete)).isEqualTo(Reason.CHANGED_WHILE_READING);
  }

  /** The reason of the outcome: without any change that of the extractor. */
  private Reason readWhile(Change change) throws Exception {
    Files.writeString(folder.resolve("a.txt"), "when");
    FilePreparation preparation = new FilePreparation(stages(change));
    LedgerFile file = new LedgerFile(new UUID(0, 1), folder.toString(), "a.txt");
    return ((Refused) preparation.prepare(file, SourceTree.of(folder)).outcome()).reason();
  }

  // of a file that is refused nothing is chunked, tagged or embedded
  @SuppressWarnings("NullAway")
  private static Stages stages(Change change) {
    return new Stages(new Changing(change), null, "", false, null, null);
  }

  private record Changing(Change change) implements DocumentExtractor {
    @Override
    public Extraction extract(Path file) {
      try {
        change.to(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Extraction.Refused(Reason.ENCRYPTED, "a password is needed");
    }

    @Override
    public void warmUp() {}

    @Override
    public String fingerprint() {
      return "";
    }

    @Override
    public String limits() {
      return "";
    }

    @Override
    public void close() {}
  }
}
