package io.oyl.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.job.ScheduleSettings;
import io.oyl.ingest.store.ScopeNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:30Z");

  @Test
  void theLastOfManyMissedTimesIsTheOneThatCounts() {
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    assertThat(schedule("* * * * *").lastDue(longAgo, NOW))
        .contains(Instant.parse("2026-06-15T12:00:00Z"));
    assertThat(schedule("0 0 1 * *").lastDue(longAgo, NOW))
        .contains(Instant.parse("2026-06-01T00:00:00Z"));
    assertThat(schedule("0 0 29 2 *").lastDue(longAgo, NOW))
        .contains(Instant.parse("2024-02-29T00:00:00Z"));
  }

  @Test
  void aTimeThatWasServedIsNotDueAgain() {
    Schedule minutely = schedule("* * * * *");
    Instant noon = Instant.parse("2026-06-15T12:00:00Z");
    assertThat(minutely.lastDue(noon.minusSeconds(1), noon)).contains(noon);
    assertThat(minutely.lastDue(noon, NOW)).isEmpty();
  }

  @Test
  void jitterStaysWithinItsBound() {
    Schedule schedule = schedule("* * * * *");
    for (int i = 0; i < 1_000; i++) {
      assertThat(schedule.jitter()).isBetween(Duration.ZERO, Duration.ofSeconds(3));
    }
  }

  @Test
  void whatReadsSomethingElseIsAnotherSchedule() {
    Schedule one = schedule("* * * * *");
    assertThat(one.id()).isEqualTo(schedule("0 0 1 1 *").id());
    assertThat(one.id())
        .isNotEqualTo(
            new Schedule("name", one.settings(), new ScopeNames("other", "main", "docs"), List::of)
                .id());
  }

  @Test
  void pausesGrowToTheirBoundAndBeginAnew() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
    assertThat(List.of(backoff.pause(), backoff.pause(), backoff.pause(), backoff.pause()))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L);
    backoff.reset();
    assertThat(backoff.pause()).isEqualTo(Duration.ofSeconds(1));
  }

  private static Schedule schedule(String cron) {
    return new Schedule(
        "name",
        new ScheduleSettings(
            cron,
            null,
            List.of(Path.of("/docs")),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Duration.ofSeconds(3),
            null),
        new ScopeNames("acme", "main", "docs"),
        List::of);
  }
}
