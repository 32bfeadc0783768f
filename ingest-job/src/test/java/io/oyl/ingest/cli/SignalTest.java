package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program is ended before it has an answer. */
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

    assertAnswered(out, err);
  }

  /** What comes before must be short: in it a signal ends the program without an answer. */
  @Test
  void theAnswerToASignalIsReadyBeforeAnythingThatTakesTime() throws Exception {
    Path classes = temp.resolve("classes");
    Path out = temp.resolve("out");
    Map<String, String> environment =
        Map.of(
            "INGEST_DB_URL",
            "none",
            "JAVA_TOOL_OPTIONS",
            "-Xlog:class+load:file=" + classes + ":none");
    Program.start(environment, out, temp.resolve("err"), List.of("status", "--json")).waitFor();

    assertThat(out).content().contains("error");
    assertThat(classes)
        .content()
        .containsSubsequence(SignalledEnd.class.getName() + " ", "tools.jackson.")
        .containsSubsequence(SignalledEnd.class.getName() + " ", "picocli.");
    assertThat(Files.readString(classes).split(SignalledEnd.class.getName(), 2)[0])
        .doesNotContain("tools.jackson.", "picocli.");
  }

  @Test
  void aSignalBeforeJavaTakesOverIsAnsweredByTheScript() throws Exception {
    Path sed = Files.writeString(temp.resolve("sed"), "#!/bin/sh\nkill -TERM $PPID\n");
    assertThat(sed.toFile().setExecutable(true)).isTrue();
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "../bin/ingest", "status", "--json")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", temp + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));

    assertThat(builder.start().waitFor()).isEqualTo(143);
    assertAnswered(out, err);
  }

  @Test
  void aProgramThatCannotBeBuiltIsAnsweredByTheScript() throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");

    assertThat(unbuilt("exit 1", out, err).waitFor()).isEqualTo(3);

    assertThat(err).content().contains("the build failed");
    JsonNode answer = JsonMapper.builder().build().readTree(Files.readString(out));
    assertThat(answer.get("error").asString()).contains("could not be set up or built");
  }

  @Test
  void optionsThatJavaRefusesAreAWrongSetting() throws Exception {
    Path target = Files.createDirectories(temp.resolve("ingest-job/target"));
    Files.createDirectory(target.resolve("lib"));
    Files.createFile(target.resolve("ingest-job-0.jar"));
    Files.createFile(target.resolve("built"));
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder = copied(out, err);
    builder.environment().put("INGEST_JAVA_OPTS", "-Xmx200m -Xms2g");

    assertThat(builder.start().waitFor()).isEqualTo(2);

    assertThat(err).content().contains("INGEST_JAVA_OPTS=-Xmx200m -Xms2g", "Initial heap size");
    JsonNode answer = JsonMapper.builder().build().readTree(Files.readString(out));
    assertThat(answer.get("error").asString()).contains("Java refuses");
  }

  @Test
  void aSignalInABuildIsAnsweredByTheScript() throws Exception {
    Path begun = temp.resolve("begun");
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");

    Process program = unbuilt("touch " + begun + "; sleep 9", out, err);
    while (!Files.exists(begun)) {
      Thread.sleep(10);
    }
    program.destroy();

    assertThat(program.waitFor()).isEqualTo(143);
    assertAnswered(out, err);
  }

  /** Starts a program that is not built yet, with this in the place of Maven. */
  private Process unbuilt(String build, Path out, Path err) throws IOException {
    ProcessBuilder builder = copied(out, err);
    Files.createDirectory(temp.resolve("ingest-job"));
    Path mvn = Files.writeString(temp.resolve("bin/mvn"), "#!/bin/sh\n" + build + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    return builder.start();
  }

  /** The script as a copy, which sees no other build than that of its own folder. */
  private ProcessBuilder copied(Path out, Path err) throws IOException {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    for (String script : List.of("ingest", "lib.sh")) {
      Files.copy(Path.of("../bin", script), bin.resolve(script));
    }
    ProcessBuilder builder =
        new ProcessBuilder("bash", bin.resolve("ingest").toString(), "preview", "x", "--json")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static void assertAnswered(Path out, Path err) throws IOException {
    assertThat(out).content().as(Files.readString(err)).hasLineCount(1);
    JsonNode answer = JsonMapper.builder().build().readTree(Files.readString(out));
    assertThat(answer.get("error").asString()).contains("a signal ended the program");
  }
}
