package io.oyl.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void knowsWhatIsOpenForWritingAndNotWhatIsOnlyRead() throws IOException {
    Path written = Files.createFile(folder.toRealPath().resolve("written"));
    Path read = Files.createFile(folder.toRealPath().resolve("read"));
    try (OutputStream _ = Files.newOutputStream(written);
        InputStream _ = Files.newInputStream(read)) {
      assertThat(OpenFiles.forWriting()).contains(written).doesNotContain(read);
    }
    assertThat(OpenFiles.forWriting()).doesNotContain(written);
  }
}
