package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real bash offers after it has read the script. */
class CompletionTest {
  @TempDir Path folder;

  @Test
  void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
    assertThat(complete("bin/ingest", "re")).contains("report", "retry").doesNotContain("status");
    assertThat(complete("bin/ingest", "status", "--re")).contains("--reference");
    assertThat(complete("bin/ingest", "files", "--state", "qua")).contains("quarantined");
    assertThat(complete("bin/ingest", "search", "--mode", "")).contains("hybrid", "vector", "text");
    assertThat(complete("bin/ingest", "db", "st")).contains("start", "stop");
  }

  @Test
  void aShellThatIsNoneIsRefused() {
    CapturedConsole captured = new CapturedConsole();
    assertThat(captured.run("completion", "fish")).isEqualTo(2);
    assertThat(captured.err()).contains("'fish' is none of bash, zsh");
  }

  private String complete(String... words) throws IOException, InterruptedException {
    CapturedConsole captured = new CapturedConsole();
    assertThat(captured.run("completion", "bash")).isZero();
    Path script = Files.writeString(folder.resolve("completion"), captured.out());
    Path asked =
        Files.writeString(
            folder.resolve("asked"),
            """
            source "$1"
            shift
            function_name=$(complete -p ingest | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            "$function_name" ingest "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """);
    ProcessBuilder bash =
        new ProcessBuilder("bash", asked.toString(), script.toString()).redirectErrorStream(true);
    bash.command().addAll(java.util.List.of(words));
    Process process = bash.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(answer).isZero();
    return answer;
  }
}
