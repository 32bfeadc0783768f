package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.source.Reason;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No database is named anywhere here. */
class PreviewTest {
  @TempDir Path home;
  @TempDir Path folder;

  @Test
  void showsWhatAFileWouldBecome() throws Exception {
    Path file = folder.resolve("two.zip");
    Files.write(file, Zips.of(Map.of("in.txt", "The keeper feeds the gulls at noon.")));
    try (Ingest ingest = Ingest.withoutDatabase(home)) {
      Preview preview = ingest.preview(file);

      assertThat(preview.state()).isEqualTo("complete");
      assertThat(preview.reason()).isNull();
      assertThat(preview.documents()).hasSize(2);
      PreparedDocument inside = preview.documents().getLast();
      assertThat(inside.document().filename()).isEqualTo("in.txt");
      assertThat(inside.chunks().getFirst().chunk().text()).contains("gulls at noon");
    }
  }

  @Test
  void showsWhyAFileWouldBeQuarantinedOrEmpty() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.docx"), "PK\3\4 this is no archive");
    Path empty = Files.writeString(folder.resolve("empty.txt"), "");
    try (Ingest ingest = Ingest.withoutDatabase(home)) {
      assertThat(ingest.preview(broken))
          .isEqualTo(
              new Preview(
                  "broken.docx",
                  "quarantined",
                  Reason.CORRUPT,
                  ingest.preview(broken).detail(),
                  List.of()));
      assertThat(ingest.preview(empty).state()).isEqualTo("empty");
      assertThat(ingest.preview(empty).reason()).isEqualTo(Reason.EMPTY_FILE);
    }
  }

  @Test
  void aMissingFileIsAnError() throws IOException {
    try (Ingest ingest = Ingest.withoutDatabase(home)) {
      assertThatThrownBy(() -> ingest.preview(folder.resolve("missing")))
          .isInstanceOf(NoSuchFileException.class);
    }
  }
}
