package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.Program;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program is ended by a signal while it opens a database that does not answer. */
class SignalTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"run .", "status", "search x", "worker --once"})
  void aSignalBeforeTheAnswerIsOneJsonValueThatSaysSo(String command) throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment =
          Map.of(
              "INGEST_HOME",
              temp.resolve("home").toString(),
              "INGEST_DB_URL",
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none");
      Process program =
          Program.start(environment, out, err, List.of((command + " --json").split(" ", -1)));
      try (Socket _ = silent.accept()) {
        program.destroy();
        assertThat(program.waitFor()).isEqualTo(143);
      }
    }

    assertThat(out).content().as(Files.readString(err)).hasLineCount(1);
    JsonNode answer = JsonMapper.builder().build().readTree(Files.readString(out));
    assertThat(answer.get("error").asString()).contains("a signal ended the program");
  }
}
