package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleSettingsTest {
  private static final Instant SUNDAY = Instant.parse("2026-03-29T00:30:15Z");

  @ParameterizedTest
  @CsvSource({
    "*/5 * * * *,      UTC,              2026-03-29T00:35:00Z",
    "*/20 * * * * *,   UTC,              2026-03-29T00:30:20Z",
    "@hourly,          UTC,              2026-03-29T01:00:00Z",
    "0 9 * * MON-FRI,  UTC,              2026-03-30T09:00:00Z",
    // the hour from two to three is left out that night
    "30 2 * * *,       Europe/Amsterdam, 2026-03-30T00:30:00Z",
    "0 4 * * *,        Europe/Amsterdam, 2026-03-29T02:00:00Z",
  })
  void firesByCrontabOrWithSecondsInItsZone(String cron, String zone, String next) {
    assertThat(schedule(cron, ZoneId.of(zone), null).next(SUNDAY)).contains(Instant.parse(next));
  }

  @Test
  void withoutCronItNeverFiresByItself() {
    assertThat(schedule(null, null, null).next(SUNDAY)).isEmpty();
  }

  @Test
  void anInboxHasCarefulDefaults() {
    ScheduleSettings inbox = inbox(Path.of("/in"), List.of());
    assertThat(inbox.settle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(inbox.sweep()).isEqualTo(Sweep.NEVER);
    ScheduleSettings folder = schedule("@daily", null, null);
    assertThat(folder.settle()).isZero();
    assertThat(folder.sweep()).isEqualTo(Sweep.SAFE);
    assertThat(folder.missed()).isEqualTo(Missed.ONCE);
    assertThat(folder.overlap()).isEqualTo(Overlap.WAIT);
    assertThat(folder.zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void whatCannotBeIsRefusedByItsName() {
    assertRefused(schedule("61 * * * *", null, null), "ingest.schedules.night.cron '61 * * * *'");
    assertRefused(schedule("hourly", null, null), "ingest.schedules.night.cron 'hourly'");
    assertRefused(
        schedule("0 0 30 2 *", null, null),
        "ingest.schedules.night.cron '0 0 30 2 *' names a day that never comes");
    assertRefused(
        schedule("@daily", null, Duration.ofSeconds(-1)), "ingest.schedules.night.jitter");
    assertRefused(inbox(null, List.of()), "ingest.schedules.night.path or inbox");
    assertRefused(
        inbox(Path.of("/in"), List.of(Path.of("/other"))), "ingest.schedules.night.path or inbox");
  }

  private static void assertRefused(ScheduleSettings settings, String sentence) {
    assertThatThrownBy(() -> settings.check("night"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  private static ScheduleSettings schedule(
      @Nullable String cron, @Nullable ZoneId zone, @Nullable Duration jitter) {
    return new ScheduleSettings(
        cron,
        zone,
        List.of(Path.of("/docs")),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        jitter,
        null);
  }

  private static ScheduleSettings inbox(@Nullable Path inbox, List<Path> path) {
    return new ScheduleSettings(
        "@daily", null, path, inbox, null, null, null, null, null, null, null, null, null);
  }
}
