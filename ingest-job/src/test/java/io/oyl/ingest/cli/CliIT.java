package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import io.oyl.ingest.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on a real database; the first test as a process of its own. */
class CliIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final String HOSTILE_NAME = "it's \u001B[31m\n\u202Ea name.txt";

  @TempDir Path temp;

  @Test
  void aRunEndsWithEveryFileInItsStateAndASecondOneChangesNothing() throws Exception {
    Path docs = docs();
    Answer first =
        process("run", docs.toString(), "--tenant", "t", "--reference", "two-runs", "--json");
    assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
    JsonNode files = first.json().get("files");
    assertThat(files.get("seen").asInt()).isEqualTo(4);
    assertThat(files.get("new").asInt()).isEqualTo(4);
    assertThat(files.get("complete").asInt()).isEqualTo(2);
    assertThat(files.get("empty").asInt()).isEqualTo(1);
    assertThat(files.get("quarantined").asInt()).isEqualTo(1);
    assertThat(first.json().get("vectors").get("embedded").asInt()).isPositive();
    assertThat(first.json().get("seconds").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("scan", "ingest", "embed", "finish");

    assertThat(first.err()).contains("step ingest").doesNotContain("\u001B", "Exception");

    Answer second =
        ingest("run", docs.toString(), "--tenant", "t", "--reference", "two-runs", "--json");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.json().get("files").get("unchanged").asInt()).isEqualTo(4);
    assertThat(second.json().get("vectors").get("embedded").asInt()).isZero();

    Answer quarantined =
        ingest(
            "files",
            "--state",
            "quarantined",
            "--tenant",
            "t",
            "--reference",
            "two-runs",
            "--json");
    assertThat(quarantined.exitCode()).isZero();
    assertThat(quarantined.json().get("files").get(0).get("source_key").asString())
        .isEqualTo("pipe");
    assertThat(quarantined.json().get("files").get(0).get("reason").asString())
        .isEqualTo("not_a_regular_file");
  }

  @Test
  void oneCompleteFileIsExitCode0() throws Exception {
    Answer answer = ingest("run", docs() + "/notice.txt", "--reference", "one-file");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("1 seen: 1 new", "1 complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hybrid", "vector", "text"})
  void aPassageIsFoundWithItsPlace(String mode) throws Exception {
    String reference = "search-" + mode;
    ingest("run", docs().toString(), "--reference", reference);
    Answer answer =
        ingest(
            "search",
            "notice",
            "period",
            "--mode",
            mode,
            "-k",
            "1",
            "--reference",
            reference,
            "--json");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.json().get("hits")).hasSize(1);
    JsonNode hit = answer.json().get("hits").get(0);
    assertThat(hit.get("source_key").asString()).isEqualTo("notice.txt");
    assertThat(hit.get("start_offset").asInt()).isZero();
    assertThat(hit.get("first_page").isNull()).isTrue();
  }

  @Test
  void nothingOfANameReachesTheTerminalRaw() throws Exception {
    ingest("run", docs().toString(), "--reference", "names");
    for (String command : List.of("files", "status", "runs")) {
      Answer answer = ingest(command, "--reference", "names");
      assertThat(answer.exitCode()).as(answer.err()).isZero();
      assertThat(answer.out() + answer.err()).doesNotContain("\u001B", "\u202E");
    }
    assertThat(ingest("files", "--reference", "names").out())
        .contains("it's \\x1b[31m\\n\\u202ea name.txt");
    assertThat(ingest("files", "--reference", "names", "--json").json().get("files").toString())
        .contains("a name.txt");
  }

  @Test
  void aRunIsShownWithItsSteps() throws Exception {
    Answer run = ingest("run", docs().toString(), "--reference", "steps", "--json");
    String id = run.json().get("run").asString();
    assertThat(ingest("runs", "--reference", "steps").out()).contains(id + "  incomplete");
    assertThat(ingest("runs", id, "--json").json().get("steps")).hasSize(4);
    assertThat(ingest("runs", "987654").exitCode()).isEqualTo(2);
  }

  @Test
  void aRunOfAnotherScopeThanTheNamedOneIsNotThere() throws Exception {
    Answer run = ingest("run", docs().toString(), "--tenant", "mine", "--json");
    String id = run.json().get("run").asString();
    for (String command : List.of("runs", "report", "stop", "abandon", "restart")) {
      Answer other = ingest(command, id, "--tenant", "other", "--reference", "default");
      assertThat(other.exitCode()).as(command).isEqualTo(2);
      assertThat(other.err())
          .contains(
              "there is no run " + id + " in tenant other, reference default;",
              "bin/ingest runs --tenant other lists them")
          .hasLineCount(1);
    }
    assertThat(ingest("runs", id, "--tenant", "mine").exitCode()).isZero();
    assertThat(ingest("runs", id).exitCode()).isZero();
  }

  @Test
  void whatARunWasAskedIsAskedAgainByItsNumber() throws Exception {
    Answer run = ingest("run", docs().toString(), "--reference", "again", "--json");
    String id = run.json().get("run").asString();
    Answer again = ingest("restart", id, "--json");
    assertThat(again.exitCode()).as(again.err()).isEqualTo(1);
    assertThat(again.json().get("run").asLong()).isGreaterThan(Long.parseLong(id));
    assertThat(again.json().get("files").get("unchanged").asInt()).isEqualTo(4);
    assertThat(ingest("abandon", id).err()).contains("run " + id + " has ended: it is completed");
    assertThat(ingest("restart", "987654").exitCode()).isEqualTo(2);
  }

  @Test
  void aScheduleAndAWorkerDoWhatIsThereOnceAndLogForMachines() throws Exception {
    Path inbox = Files.createDirectories(temp.resolve("inbox"));
    Files.writeString(inbox.resolve("tide.txt"), "The tide is high at noon.");
    Answer once =
        process(
            "schedule",
            "--once",
            "--inbox",
            inbox.toString(),
            "--settle",
            "0",
            "--reference",
            "once",
            "--json",
            "--log-format",
            "json");
    assertThat(once.exitCode()).as(once.err()).isZero();
    JsonNode schedule = once.json().get("schedules").get(0);
    assertThat(schedule.get("outcome").asString()).isEqualTo("complete");
    assertThat(schedule.get("run").get("files").get("complete").asInt()).isEqualTo(1);
    assertThat(once.err().lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(JsonMapper.shared().readTree(line).get("formattedMessage").asString())
                    .isNotBlank());

    Answer worker = ingest("worker", "--once", "--json");
    assertThat(worker.exitCode()).as(worker.err()).isZero();
    assertThat(worker.json().get("sources")).isEmpty();
  }

  @Test
  void aReferenceThatIsNotThereIsOneLineAndExitCode2() throws Exception {
    for (String command : List.of("status", "files", "runs", "search x")) {
      List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
      line.addAll(List.of("--reference", "nowhere"));
      Answer answer = ingest(line.toArray(String[]::new));
      assertThat(answer.exitCode()).as(command).isEqualTo(2);
      assertThat(answer.err()).contains("there is no reference").hasLineCount(1);
      assertThat(answer.out()).isEmpty();
    }
  }

  @Test
  void whatIsPlannedIsDoneAndWhatVanishedIsPurged() throws Exception {
    Path docs = docs();
    JsonNode plan = ingest("plan", docs.toString(), "--reference", "planned", "--json").json();
    assertThat(plan.get("files").get("add").toString()).contains("\"notice.txt\"");
    JsonNode run = ingest("run", docs.toString(), "--reference", "planned", "--json").json();
    assertThat(run.get("vectors").get("embedded").asInt())
        .isEqualTo(plan.get("embed").get("chunks").asInt());
    Files.delete(docs.resolve("notice.txt"));
    assertThat(ingest("plan", docs.toString(), "--reference", "planned").out())
        .contains("remove     1\n  notice.txt\n");
    for (String sweep : List.of("never", "always")) {
      Answer swept =
          ingest("run", docs.toString(), "--reference", "planned", "--sweep", sweep, "--json");
      assertThat(swept.json().get("files").get("removed").asInt())
          .as(sweep)
          .isEqualTo(sweep.equals("always") ? 1 : 0);
    }

    assertThat(purged("1d")).isZero();
    assertThat(purged("0h", "--dry-run")).isOne();
    assertThat(purged("0h")).isOne();
    assertThat(purged("0h")).isZero();
  }

  private int purged(String olderThan, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("purge", "--older-than", olderThan, "--reference", "planned", "--json"));
    command.addAll(List.of(options));
    Answer purge = ingest(command.toArray(String[]::new));
    assertThat(purge.exitCode()).as(purge.err()).isZero();
    return purge.json().get("documents").asInt();
  }

  @Test
  void theProofIsOneJsonValue() throws Exception {
    ingest("run", docs().toString(), "--reference", "proof");
    Answer answer = ingest("verify", "--json", "--reference", "proof");
    assertThat(answer.exitCode()).as(answer.out()).isZero();
    assertThat(answer.json().get("checks"))
        .isNotEmpty()
        .allMatch(check -> check.get("broken").asInt() == 0);
  }

  @Test
  void aDatabaseThatIsNotThereIsExitCode3WithoutATrace() throws Exception {
    Answer answer =
        ingest(Map.of("INGEST_DB_URL", "jdbc:postgresql://127.0.0.1:1/none"), "status", "--json");
    assertThat(answer.exitCode()).isEqualTo(3);
    assertThat(answer.json().get("error").asString()).isNotBlank();
    assertThat(answer.err()).doesNotContain("\tat ", "secret").hasLineCount(1);
  }

  private Path docs() throws IOException, InterruptedException {
    Path docs = Files.createDirectories(temp.resolve("docs"));
    Files.writeString(docs.resolve("notice.txt"), "The notice period is three months.\n");
    Files.writeString(docs.resolve(HOSTILE_NAME), "A lighthouse stands on the island.\n");
    Files.writeString(docs.resolve("nothing.txt"), "");
    assertThat(new ProcessBuilder("mkfifo", docs + "/pipe").start().waitFor()).isZero();
    return docs;
  }

  private Answer ingest(String... arguments) {
    return ingest(environment(), arguments);
  }

  private static Answer ingest(Map<String, String> environment, String... arguments) {
    CapturedConsole captured = new CapturedConsole();
    int exitCode = captured.run(environment, arguments);
    return new Answer(exitCode, captured.out(), captured.err());
  }

  private Map<String, String> environment() {
    return Map.of(
        "INGEST_DB_URL", postgres.url(),
        "INGEST_DB_USER", postgres.user(),
        "INGEST_DB_PASSWORD", postgres.password(),
        "INGEST_HOME", temp.resolve("home").toString());
  }

  private Answer process(String... arguments) throws Exception {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    int exitCode = Program.start(environment(), out, err, List.of(arguments)).waitFor();
    return new Answer(exitCode, Files.readString(out), Files.readString(err));
  }

  /** What a process has left. */
  private record Answer(int exitCode, String out, String err) {
    JsonNode json() {
      assertThat(out).as("exactly one JSON value; standard error: " + err).hasLineCount(1);
      return JsonMapper.builder().build().readTree(out);
    }
  }
}
