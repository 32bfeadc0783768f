package io.oyl.ingest.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
  private static final String KEY = "A".repeat(43) + "=";

  @TempDir Path folder;

  @Test
  void withoutAnythingThereIsNoKey() {
    assertThat(new SecretSettings(null, null).keyRing().isEmpty()).isTrue();
    assertThat(new SecretSettings(" ", "").keyRing().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
  void keysComeFromAFileAKeyALine(String permissions) throws IOException {
    Path file = file("# of 2027\nnew:" + KEY + "\n\n  # of 2026\nold:" + KEY + "\n", permissions);

    assertThat(new SecretSettings(null, file.toString()).keyRing())
        .hasToString("KeyRing[new, old]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-rw----", "rw------x", "rw-----w-"})
  void aFileThatIsOpenToOthersIsRefused(String permissions) throws IOException {
    Path file = file("k:" + KEY, permissions);

    refused(file.toString(), file + " is open to others: chmod 600 " + file);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    refused(folder.resolve("none").toString(), "none is no file with keys");
    refused(folder.toString(), " is no file with keys");
  }

  @Test
  void aWrongKeyInAFileIsToldByItsPlace() throws IOException {
    Path file = file("k:" + KEY + "\ngeheim", "rw-------");

    assertThatThrownBy(() -> new SecretSettings(null, file.toString()).keyRing())
        .hasMessageStartingWith("ingest.secret.keys-file")
        .hasMessageContaining("key 2 is not written as ID:BASE64")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void twoPlacesForKeysAreOneTooMany() {
    assertThatThrownBy(() -> new SecretSettings("k:" + KEY, "file"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ingest.secret.keys")
        .hasMessageContaining("both set")
        .hasMessageNotContaining(KEY);
  }

  @Test
  void settingsDoNotTellTheirKeys() {
    assertThat(new SecretSettings("k:" + KEY, null))
        .hasToString("SecretSettings[keys=set, keysFile=null]");
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = folder.resolve("keys");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static void refused(String file, String sentence) {
    assertThatThrownBy(() -> new SecretSettings(null, file).keyRing())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ingest.secret.keys-file")
        .hasMessageContaining(sentence)
        .hasNoCause();
  }
}
