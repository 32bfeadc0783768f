package io.oyl.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.job.DatabaseSettings;
import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.IngestedDatabase;
import io.oyl.ingest.job.RunProgress;
import io.oyl.ingest.job.SettingsException;
import io.oyl.ingest.job.StubModel;
import io.oyl.ingest.job.TwelveFiles;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceIT {
  private static final Path DASHBOARD = Path.of("src/main/packaging/grafana-dashboard.json");

  /** What follows is labels. */
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without) ?\\([^)]*\\)");

  /** A name that is no function, label, keyword or variable. */
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:ingest|spring_batch|jvm|process|hikaricp)_[a-z0-9_]+)\\b(?=[{\\[)])");

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @RegisterExtension final StubModel model = StubModel.answering();
  @TempDir Path folder;
  @TempDir Path home;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void write() throws Exception {
    TwelveFiles.write(folder);
    Files.writeString(
        home.resolve("application.yaml"), model.settings() + "\n" + IngestedDatabase.PLAIN + "\n");
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void everyPanelOfTheDashboardHasItsMetricsInTheTextFormat() throws Exception {
    try (Ingest ingest = open("--ingest.http.port=0")) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      assertThat(ingest.schedulesTable().last(new UUID(0, 1), "nightly", "/documents")).isEmpty();
      ingest.schedulesTable().take(new UUID(0, 1), Instant.now());
      Set<String> asked = metricsOfTheDashboard();
      assertThat(asked).hasSizeGreaterThan(25);

      Set<String> told = told(ingest);
      for (long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
          !told.containsAll(asked) && System.nanoTime() < deadline;
          told = told(ingest)) { // the figures of the database are asked for every few seconds
        Thread.sleep(200);
      }

      assertThat(told).containsAll(asked);
    }
  }

  @Test
  void healthTellsWhichPartIsDown() throws Exception {
    try (Ingest ingest = open("--ingest.http.port=0")) {
      JsonNode well = json(get(ingest, "/actuator/health"));
      assertThat(well.get("status").asString()).isEqualTo("UP");
      assertThat(well.get("components").propertyNames())
          .contains("db", "diskSpace", "forks", "model");
      assertThat(get(ingest, "/actuator/health/liveness").statusCode()).isEqualTo(200);

      model.close();
      Thread.sleep(2_100); // health is remembered for two seconds
      HttpResponse<String> ill = get(ingest, "/actuator/health");

      assertThat(ill.statusCode()).isEqualTo(503);
      assertThat(json(ill).at("/components/model/status").asString()).isEqualTo("DOWN");
      assertThat(json(ill).at("/components/db/status").asString()).isEqualTo("UP");
      assertThat(get(ingest, "/actuator/health/liveness").statusCode()).isEqualTo(200);
      assertThat(ill.body()).doesNotContain(StubModel.API_KEY, "\"password\"");
    }
  }

  @Test
  void nothingElseIsServedAndNobodyElseReachesIt() throws Exception {
    try (Ingest ingest = open("--ingest.http.port=0")) {
      assertThat(URI.create(ingest.httpAddress().orElseThrow()).getHost()).isEqualTo("127.0.0.1");
      for (String path : List.of("/actuator/env", "/actuator/heapdump", "/actuator/beans", "/")) {
        assertThat(get(ingest, path).statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void aPortThatIsTakenIsToldInASentence() throws Exception {
    try (Ingest first = open("--ingest.http.port=0")) {
      int port = URI.create(first.httpAddress().orElseThrow()).getPort();
      assertThatThrownBy(() -> open("--ingest.http.port=" + port))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("port " + port + " is in use");
    }
    try (Ingest without = open("--ingest.http.port=-1")) {
      assertThat(without.httpAddress()).isEmpty();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsToldInASentence() {
    assertThatThrownBy(() -> open("--ingest.http.address=192.0.2.1"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("health and metrics cannot be served")
        .hasMessageContaining("--address")
        .hasMessageNotContaining("application.yaml");
  }

  private Ingest open(String property) {
    return Service.open(
        new DatabaseSettings(postgres.url(), postgres.user(), postgres.password()),
        home,
        List.of(property));
  }

  private Set<String> told(Ingest ingest) throws Exception {
    HttpResponse<String> answer = get(ingest, "/actuator/prometheus");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .matches("text/plain; ?version=0.0.4.*");
    CollectorPrometheusMetricsWalker collected = new CollectorPrometheusMetricsWalker();
    new TextPrometheusMetricsProcessor(
            new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)), collected)
        .walk();
    Set<String> families =
        collected.getAllMetricFamilies().stream()
            .filter(family -> !family.getMetrics().isEmpty())
            .map(MetricFamily::getName)
            .collect(Collectors.toSet());
    assertThat(families).isNotEmpty();
    // families of the parser, with the endings that their kinds have
    return answer
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceAll("[{ ].*", ""))
        .filter(
            name ->
                families.contains(name)
                    || families.contains(name.replaceAll("_(count|sum|max|total|bucket)$", "")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> metricsOfTheDashboard() throws Exception {
    Set<String> metrics = new TreeSet<>();
    for (JsonNode expression :
        JsonMapper.shared().readTree(Files.readString(DASHBOARD)).findValues("expr")) {
      List<String> named =
          METRIC
              .matcher(GROUPING.matcher(expression.asString()).replaceAll(""))
              .results()
              .map(match -> match.group(1))
              .toList();
      assertThat(named).as(expression.asString()).isNotEmpty();
      metrics.addAll(named);
    }
    return metrics;
  }

  private HttpResponse<String> get(Ingest ingest, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(ingest.httpAddress().orElseThrow() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
