package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");
  private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

  @Test
  void isSecondsOrADate() {
    assertThat(in(Map.of("Retry-After", List.of("121")))).contains(Duration.ofSeconds(121));
    assertThat(in(Map.of("retry-after", List.of(DATE)))).contains(Duration.ofSeconds(37));
  }

  @Test
  void aDateIsComparedToTheEndpointsOwnClock() {
    assertThat(
            in(
                Map.of(
                    "Retry-After",
                    List.of(DATE),
                    "Date",
                    List.of("Sun, 06 Nov 1994 08:49:30 GMT"))))
        .contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "-1", "soon", "99999999999", "1.5", "Sun, 06 Nov 1994 08:48:00 GMT"})
  void anythingElseIsNoRequest(String value) {
    assertThat(in(Map.of("Retry-After", List.of(value)))).isEmpty();
  }

  private static Optional<Duration> in(Map<String, List<String>> headers) {
    return RetryAfter.in(HttpHeaders.of(headers, (_, _) -> true), NOW);
  }
}
