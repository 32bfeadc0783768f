package io.oyl.ingest.operate;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.operate.Outcome.Kind;
import io.oyl.ingest.store.SchedulesTable;
import io.oyl.ingest.store.SchedulesTable.Last;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves schedules, each on a thread of its own, so that none overlaps itself. A time is taken in
 * the database before it is served: of several processes with the same schedule one serves it.
 */
public final class Schedules {
  private static final Logger log = LoggerFactory.getLogger(Schedules.class);

  /** Runs at the same time; a run has all parsing processes for itself when it is alone. */
  private static final int AT_ONCE = 2;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private static final Duration LOOK_AT_CLOCK = Duration.ofSeconds(30);

  /** Without another time to come, so long is tried again and waited for others. */
  private static final Duration A_DAY = Duration.ofDays(1);

  private final List<Schedule> schedules;
  private final SchedulesTable table;
  private final Stopping stopping;
  private final Firing firing;
  private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  public Schedules(Ingest ingest, List<Schedule> schedules, Stopping stopping) {
    this.schedules = List.copyOf(schedules);
    this.table = ingest.schedulesTable();
    this.stopping = stopping;
    this.firing = new Firing(ingest, stopping);
  }

  /** Serves until the order to end comes and what is under way has ended. */
  public void serve() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (Schedule schedule : schedules) {
      threads.add(
          Thread.ofPlatform()
              .name("schedule-" + schedule.name())
              .uncaughtExceptionHandler((thread, e) -> died(schedule, e))
              .start(() -> new Loop(schedule).run()));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable fatal = death.get();
    if (fatal != null) {
      throw new IllegalStateException("a schedule cannot go on: " + fatal, fatal);
    }
  }

  /** Rather none is served, and the service started again, than one not without a word. */
  private void died(Schedule schedule, Throwable e) {
    log.error("schedule {} cannot go on", schedule.name(), e);
    death.compareAndSet(null, e);
    stopping.tell();
  }

  /** Runs what is due, or all; one after the other, each tried once. */
  public List<Outcome> once(boolean all) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Schedule schedule : schedules) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      Optional<Last> last = table.last(schedule.id(), schedule.name(), schedule.reads());
      Optional<Instant> due =
          last.isEmpty() ? Optional.of(now) : schedule.lastDue(last.get().time(), now);
      boolean unfinished = last.isPresent() && !last.get().finished();
      if (stopping.isTold()) {
        outcomes.add(Outcome.without(schedule.name(), Kind.STOPPED, "the program is ending"));
      } else if (due.map(time -> table.take(schedule.id(), time)).orElse(unfinished) || all) {
        Instant time = due.orElseGet(() -> last.map(Last::time).orElse(now));
        Outcome outcome = firing.fire(schedule, Duration.between(now, end(schedule, now)));
        note(schedule, time, outcome);
        outcomes.add(outcome);
      } else {
        outcomes.add(Outcome.without(schedule.name(), Kind.NOT_DUE, null));
      }
    }
    return outcomes;
  }

  /** Until when a time is tried and others are waited for: the next one. */
  private static Instant end(Schedule schedule, Instant now) {
    return schedule.next(now).orElseGet(() -> now.plus(A_DAY));
  }

  private void note(Schedule schedule, Instant time, Outcome outcome) {
    String word =
        outcome.kind() == Kind.REFUSED ? "failed" : outcome.kind().name().toLowerCase(Locale.ROOT);
    Long run = outcome.report() == null ? null : outcome.report().run();
    try {
      table.end(schedule.id(), time, run, word, outcome.message());
    } catch (RuntimeException e) {
      log.warn("schedule {}: its end could not be noted: {}", schedule.name(), e.getMessage());
    }
  }

  /** One schedule, time after time. */
  private final class Loop {
    private final Schedule schedule;
    private final Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

    Loop(Schedule schedule) {
      this.schedule = schedule;
    }

    void run() {
      Instant last = null;
      while (!stopping.isTold()) {
        try {
          last = last == null ? begin() : last;
          last = step(last);
          backoff.reset();
        } catch (RuntimeException e) { // the database: it will be back
          Duration pause = backoff.pause();
          log.warn(
              "schedule {} goes on in {} s: {}",
              schedule.name(),
              pause.toSeconds(),
              e.getMessage());
          stopping.await(pause);
        }
      }
    }

    /** From which time on its times count. */
    private Instant begin() {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      Optional<Last> taken = table.last(schedule.id(), schedule.name(), schedule.reads());
      Instant last = taken.map(Last::time).orElse(now);
      if (taken.isPresent() && !taken.get().finished()) {
        log.info("schedule {} goes on with {}", schedule.name(), last);
        serve(last, Duration.ZERO); // where another process is at it, it skips
      }
      Optional<Instant> due = schedule.lastDue(last, now);
      if (due.isPresent() && schedule.settings().missed() == Missed.SKIP) {
        log.info("schedule {} has missed {} and skips it", schedule.name(), due.get());
        last = now;
      }
      log.info(
          "schedule {} reads {}, next {}",
          schedule.name(),
          schedule.reads(),
          schedule
              .lastDue(last, now)
              .or(() -> schedule.next(now))
              .map(Instant::toString)
              .orElse("never"));
      return last;
    }

    /** Waits for the next time and serves it; returns it. */
    private Instant step(Instant last) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      Optional<Instant> missed = schedule.lastDue(last, now);
      Instant time;
      if (missed.isPresent()) {
        time = missed.get();
        if (schedule.settings().missed() == Missed.SKIP && isLate(time, now)) {
          log.info("schedule {} has missed {} and skips it", schedule.name(), time);
          return time;
        }
      } else {
        Optional<Instant> next = schedule.next(now);
        if (next.isEmpty()) {
          stopping.await(A_DAY);
          return last;
        }
        time = next.get();
        Duration wait = Duration.between(now, time);
        if (wait.compareTo(LOOK_AT_CLOCK) > 0) { // it may be set, or the machine sleep
          stopping.await(LOOK_AT_CLOCK);
          return last;
        }
        if (stopping.await(wait.plus(schedule.jitter()))) {
          return last;
        }
      }
      if (table.take(schedule.id(), time)) {
        Instant begin = Instant.now();
        serve(time, Duration.between(begin, end(schedule, begin)));
      } else {
        log.info("schedule {}: another process serves {}", schedule.name(), time);
      }
      return time;
    }

    /** A time that has come while the one before was served is not missed for a moment's sake. */
    private boolean isLate(Instant time, Instant now) {
      return Duration.between(time, now).compareTo(Duration.ofSeconds(1)) > 0;
    }

    /** Until it went well, the next time has come, or the order to end. */
    private void serve(Instant time, Duration patience) {
      Instant end = end(schedule, Instant.now());
      Backoff tries = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
      while (true) {
        Outcome outcome = inPlace(patience);
        if (outcome.kind() == Kind.SKIPPED && patience.isZero()) {
          return;
        }
        note(schedule, time, outcome);
        if (outcome.kind() != Kind.FAILED || !Instant.now().isBefore(end)) {
          return;
        }
        Duration pause = tries.pause();
        log.info("schedule {} is tried again in {} s", schedule.name(), pause.toSeconds());
        if (stopping.await(pause)) {
          return;
        }
      }
    }

    private Outcome inPlace(Duration patience) {
      places.acquireUninterruptibly();
      try {
        return stopping.isTold()
            ? Outcome.without(schedule.name(), Kind.STOPPED, "the program is ending")
            : firing.fire(schedule, patience);
      } finally {
        places.release();
      }
    }
  }
}
