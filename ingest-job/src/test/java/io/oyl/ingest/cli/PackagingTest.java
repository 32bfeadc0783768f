package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** Units and manifests call the program as it is. */
class PackagingTest {
  private static final Path PACKAGING = Path.of("src/main/packaging");
  private static final String PROGRAM = "/opt/oyl-ingest/bin/ingest";

  @Test
  void unitsOfSystemdCallCommandsThatAreThere() throws IOException {
    List<Path> units = files(".service");
    assertThat(units).hasSize(3);
    for (Path unit : units) {
      List<String> lines = Files.readAllLines(unit);
      List<String> calls =
          lines.stream().filter(line -> line.startsWith("ExecStart=" + PROGRAM + " ")).toList();
      assertThat(calls).as(unit.toString()).hasSize(1);
      parse(
          List.of(
              calls.getFirst().substring(("ExecStart=" + PROGRAM + " ").length()).split(" ", -1)));
      assertThat(lines)
          .as(unit.toString())
          .contains("[Unit]", "[Service]", "EnvironmentFile=/etc/oyl-ingest/environment")
          .anyMatch(line -> line.startsWith("SuccessExitStatus=") && line.contains("143"));
    }
    assertThat(files(".timer"))
        .allMatch(timer -> Files.exists(Path.of(timer.toString().replace(".timer", ".service"))));
  }

  @Test
  void manifestsOfKubernetesCallCommandsThatAreThere() throws IOException {
    List<Object> manifests = new ArrayList<>();
    new Yaml()
        .loadAll(Files.readString(PACKAGING.resolve("kubernetes.yaml")))
        .forEach(manifests::add);
    assertThat(manifests)
        .extracting(manifest -> at(manifest, "kind"))
        .containsExactly("CronJob", "Deployment");
    List<Object> pods =
        List.of(
            at(manifests.get(0), "spec", "jobTemplate", "spec", "template", "spec"),
            at(manifests.get(1), "spec", "template", "spec"));
    for (Object pod : pods) {
      Object container = ((List<?>) at(pod, "containers")).getFirst();
      List<String> call =
          new ArrayList<>(
              ((List<?>) at(container, "args")).stream().map(Object::toString).toList());
      assertThat(call.removeFirst()).isEqualTo(PROGRAM);
      parse(call);
      assertThat(
              ((List<?>) at(container, "volumeMounts"))
                  .stream().map(mount -> at(mount, "name")).toList())
          .isEqualTo(
              ((List<?>) at(pod, "volumes")).stream().map(volume -> at(volume, "name")).toList());
    }
    assertThat(at(manifests.get(0), "spec", "concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(at(pods.get(0), "restartPolicy")).isEqualTo("Never");
  }

  private static void parse(List<String> call) {
    ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
    Environment environment = new Environment(Map.of("HOME", "/nowhere"));
    CommandLine.ParseResult parsed =
        Commands.of(new Console(nowhere, nowhere, Terminal.of(environment)), environment)
            .parseArgs(call.toArray(String[]::new));
    assertThat(parsed.hasSubcommand()).as(call.toString()).isTrue();
  }

  private static Object at(Object yaml, String... path) {
    Object value = yaml;
    for (String name : path) {
      value = Objects.requireNonNull(((Map<?, ?>) value).get(name), () -> Arrays.toString(path));
    }
    return value;
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(PACKAGING)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
