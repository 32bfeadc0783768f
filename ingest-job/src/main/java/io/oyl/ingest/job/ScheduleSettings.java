package io.oyl.ingest.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * One of {@code ingest.schedules}: when to run, and what.
 *
 * @param cron five fields as in a crontab, or six with the seconds first, or {@code @daily} and the
 *     like; null for a schedule that only {@code schedule --once} runs
 * @param zone in which {@code cron} is meant, UTC unless set
 * @param path folders and files, read as {@code run} reads them
 * @param inbox a folder that others write to, in place of {@code path}: files are taken when they
 *     stand still, and what is taken away again stays in the reference
 * @param source name of the source, the real path of the folder unless set
 * @param sweep {@code safe} unless set, {@code never} for an inbox
 * @param missed what to do after times that passed while nobody could serve them, {@code once}
 *     unless set
 * @param overlap what to do while another run reads the source, {@code wait} unless set
 * @param jitter how much later than its time it may begin, by chance, so that many do not begin at
 *     once
 * @param settle how long a file must have stood still to be read: 5 s for an inbox, else zero
 */
public record ScheduleSettings(
    @Nullable String cron,
    @Nullable ZoneId zone,
    @Nullable List<Path> path,
    @Nullable Path inbox,
    @Nullable String tenant,
    @Nullable String workspace,
    @Nullable String reference,
    @Nullable String source,
    @Nullable Sweep sweep,
    @Nullable Missed missed,
    @Nullable Overlap overlap,
    @Nullable Duration jitter,
    @Nullable Duration settle) {
  private static final Duration INBOX_SETTLE = Duration.ofSeconds(5);
  private static final int CRONTAB_FIELDS = 5;
  private static final int SPRING_FIELDS = 6;

  /** What becomes of times that were missed. */
  public enum Missed {
    /** They are made up for by one run, at once. */
    ONCE,
    /** The next time is the next. */
    SKIP
  }

  /** What becomes of a time at which another run reads the source. */
  public enum Overlap {
    /** The run begins when the other one has ended, unless the next time has come by then. */
    WAIT,
    /** The next time is the next. */
    SKIP
  }

  public ScheduleSettings {
    path = path == null ? List.of() : List.copyOf(path);
  }

  /**
   * Refuses what cannot be.
   *
   * @param name of the schedule, for the message
   */
  public void check(String name) {
    if (paths().isEmpty() || (inbox != null && !path().isEmpty())) {
      throw refused(name, "path", "or inbox must say what to read, one of them");
    }
    if (cron != null) {
      try {
        parse(cron);
      } catch (IllegalArgumentException e) {
        throw refused(name, "cron", "'" + cron + "' is no cron expression: " + e.getMessage());
      }
      if (next(Instant.now()).isEmpty()) {
        throw refused(name, "cron", "'" + cron + "' names a day that never comes");
      }
    }
    notNegative(name, "jitter", jitter());
    notNegative(name, "settle", settle());
  }

  private static void notNegative(String name, String property, Duration value) {
    if (value.isNegative()) {
      throw refused(name, property, "must not be negative, not " + value);
    }
  }

  private static IllegalArgumentException refused(String name, String property, String why) {
    return new IllegalArgumentException("ingest.schedules." + name + "." + property + " " + why);
  }

  /** The first time after this one; empty when there is none. */
  public Optional<Instant> next(Instant after) {
    return cron == null
        ? Optional.empty()
        : Optional.ofNullable(parse(cron).next(ZonedDateTime.ofInstant(after, zone())))
            .map(ZonedDateTime::toInstant);
  }

  private static CronExpression parse(String cron) {
    String text = cron.strip();
    int fields = text.startsWith("@") ? SPRING_FIELDS : text.split("\\s+", -1).length;
    if (fields != CRONTAB_FIELDS && fields != SPRING_FIELDS) {
      throw new IllegalArgumentException(
          "it has five fields, as in a crontab, or six with the seconds first, not " + fields);
    }
    return CronExpression.parse(fields == CRONTAB_FIELDS ? "0 " + text : text);
  }

  /** What to read. */
  public List<Path> paths() {
    return inbox == null ? path() : List.of(inbox);
  }

  @Override
  public List<Path> path() {
    return path == null ? List.of() : path;
  }

  @Override
  public ZoneId zone() {
    return zone == null ? ZoneId.of("UTC") : zone;
  }

  @Override
  public Sweep sweep() {
    return sweep != null ? sweep : inbox == null ? Sweep.SAFE : Sweep.NEVER;
  }

  @Override
  public Missed missed() {
    return missed == null ? Missed.ONCE : missed;
  }

  @Override
  public Overlap overlap() {
    return overlap == null ? Overlap.WAIT : overlap;
  }

  @Override
  public Duration jitter() {
    return jitter == null ? Duration.ZERO : jitter;
  }

  @Override
  public Duration settle() {
    return settle != null ? settle : inbox == null ? Duration.ZERO : INBOX_SETTLE;
  }
}
