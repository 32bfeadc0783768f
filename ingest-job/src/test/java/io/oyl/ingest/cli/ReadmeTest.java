package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.Verification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** What README says is so. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");

  @Test
  void namesEveryCommandAndNoOther() throws IOException {
    Set<String> said =
        section("## Commands")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf(" |", 2)))
            .flatMap(cell -> Pattern.compile("`([a-z]+)").matcher(cell).results())
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(said).isEqualTo(commands());
  }

  @Test
  void namesTheDefaultsOfTheSettings() throws IOException {
    Map<String, Object> settings =
        new Yaml().load(Files.newInputStream(Path.of("src/main/resources/application.yaml")));
    List<MatchResult> rows =
        Pattern.compile("\\| `(ingest\\.[a-z.-]+)` \\| `([^`]+)` \\|")
            .matcher(section("## Configuration"))
            .results()
            .toList();

    assertThat(rows).hasSizeGreaterThan(5);
    for (MatchResult row : rows) {
      if (!row.group(1).equals("ingest.embed.model")) { // the provider's own default
        assertThat(value(settings, row.group(1))).as(row.group(1)).isEqualTo(row.group(2));
      }
    }
  }

  @Test
  void countsTheChecksRight() throws IOException {
    assertThat(Files.readString(README))
        .contains(Verification.names().size() + " checks of the promises")
        .contains("All " + Verification.names().size() + " checks hold.");
  }

  @Test
  void isShortEnoughToBeRead() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThan(200);
  }

  private static Set<String> commands() {
    ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
    Environment environment = new Environment(Map.of("HOME", "/nowhere"));
    CommandLine root =
        Commands.of(new Console(nowhere, nowhere, Terminal.of(environment)), environment);
    return root.getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String section(String title) throws IOException {
    String text = Files.readString(README, StandardCharsets.UTF_8);
    int start = text.indexOf(title);
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static String value(Map<String, Object> settings, String property) {
    Object value = settings;
    for (String part : property.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return String.valueOf(value);
  }
}
