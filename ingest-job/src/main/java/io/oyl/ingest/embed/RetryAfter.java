package io.oyl.ingest.embed;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header by which an endpoint says how long to stay away (RFC 9110, 10.2.3). */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * Empty when the header is missing, cannot be read or lies in the past.
   *
   * @param now for an endpoint that gives a date, but does not say what time it has itself
   */
  static Optional<Duration> in(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("retry-after")
        .map(String::strip)
        .flatMap(
            value ->
                value.matches("\\d{1,9}")
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                    : date(value)
                        .map(
                            date ->
                                Duration.between(
                                    headers
                                        .firstValue("date")
                                        .flatMap(RetryAfter::date)
                                        .orElse(now),
                                    date)))
        .filter(Duration::isPositive);
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
