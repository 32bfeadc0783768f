package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.Resource;

class SettingsFileTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ingets.extract.timeout: 5s     | there is no setting ingets.extract.timeout (line 2 of FILE), did you mean ingest.extract.timeout?
          ingest.extract.timeot: 5s      | there is no setting ingest.extract.timeot (line 2 of FILE), did you mean ingest.extract.timeout?
          extract.timeout: 5s            | there is no setting extract.timeout (line 2 of FILE), did you mean ingest.extract.timeout?
          ingest.models.x.modle: y       | there is no setting ingest.models.x.modle (line 2 of FILE), did you mean ingest.models.x.model?
          ingest.models[a.b].modle: y    | there is no setting ingest.models[a.b].modle (line 2 of FILE)
          ingest.extract.timeout.x: 5s   | there is no setting ingest.extract.timeout.x (line 2 of FILE), did you mean ingest.extract.timeout?
          ingest.extract.timeout: [5s]   | there is no setting ingest.extract.timeout[0] (line 2 of FILE), did you mean ingest.extract.timeout?
          schedules.a.cron: '@daily'     | there is no setting schedules.a.cron (line 2 of FILE), did you mean ingest.schedules.a.cron?
          sprng.main.x: y                | there is no setting sprng.main.x (line 2 of FILE), did you mean spring.main.x?
          timeout: 5s                    | there is no setting timeout (line 2 of FILE)
          ingest: foo                    | ingest (line 2 of FILE) has settings below it and cannot have a value itself
          ingest: [foo]                  | there is no setting ingest[0] (line 2 of FILE)
          ingest.extract: 5              | ingest.extract (line 2 of FILE) has settings below it and cannot have a value itself
          ingest.extract.timeout:        | ingest.extract.timeout (line 2 of FILE) has no value
          """)
  void whatIsSaidInVainIsRefusedWithItsPlace(String line, String sentence) throws IOException {
    Path file = Files.writeString(home.resolve("application.yaml"), "# mine\n" + line + "\n");
    String refused = "wrong setting: " + sentence.replace("FILE", file.toString());

    assertThatThrownBy(() -> Ingest.withoutDatabase(home))
        .isInstanceOf(SettingsException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .startsWith(refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "debug: false\nspring.batch.job.enabled: false\nlogging.level.root: info\nserver.port: 1",
        "management.endpoint.health.show-details: never",
        "ingest:\n  extract:\n",
        "ingest.extract:\n  maxDepth: 3\n  max_embedded: 5\n  MAX-FILE-BYTES: 7",
        "ingest.extract.ocr.program:\ningest.run.price-per-million-tokens:",
        "ingest.schedules.a: {path: [/srv/a, /srv/b], cron: '@daily'}",
        "ingest.schedules.a.path: /srv/a",
        "'ingest.models[my model].pooling': mean",
        "ingest.models: {a: {query-prefix: q}, b: {}}",
        "lease: 70s\ningest.run.lease: ${lease:60s}",
        "docs-root: /srv/docs\ninfo.app.name: x\nx-common: &c {lease: 60s}\ningest.run: {<<: *c}",
      })
  void whatSpringReadsIsLeftToIt(String text) throws IOException {
    Path file = Files.writeString(home.resolve("application.yaml"), text);

    SettingsFile.check(loaded(new FileUrlResource(file.toString())), file);
  }

  @Test
  void aFaultIsToldOfTheFileThatItIsIn() throws IOException {
    Path other = Files.writeString(home.resolve("other.yaml"), "\ningest.extract.tiemout: 5s\n");
    Files.writeString(home.resolve("application.yaml"), "spring.config.import: " + other + "\n");

    assertThatThrownBy(() -> Ingest.withoutDatabase(home))
        .hasMessageContaining("ingest.extract.tiemout (line 2 of " + other + ")");
  }

  @Test
  void severalFaultsAreToldAtOnce() throws IOException {
    Path file = Files.writeString(home.resolve("application.yaml"), "ingest.a: 1\n\ningest.c: 2\n");

    assertThatThrownBy(() -> SettingsFile.check(loaded(new FileUrlResource(file.toString())), file))
        .hasMessageContainingAll(
            "ingest.a (line 1 of ", "; there is no setting ingest.c (line 3 of ");
  }

  @Test
  void theFewestSlipsAreCounted() {
    assertThat(SimilarName.slips("", "abc")).isEqualTo(3);
    assertThat(SimilarName.slips("kitten", "Sitting")).isEqualTo(3);
    assertThat(SimilarName.slips("ingets", "ingest")).isOne();
    assertThat(SimilarName.slips("same", "SAME")).isZero();
  }

  private static MutablePropertySources loaded(Resource file) throws IOException {
    MutablePropertySources sources = new MutablePropertySources();
    for (PropertySource<?> source : new YamlPropertySourceLoader().load("settings", file)) {
      sources.addLast(source);
    }
    return sources;
  }
}
