package io.oyl.ingest.embed;

import dev.langchain4j.data.segment.TextSegment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a request is tried again. While the endpoint is not there, all requests
 * pause: as long as it asks for, else longer each time. Thread-safe.
 */
final class PatientModel {
  private static final Logger log = LoggerFactory.getLogger(PatientModel.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final double JITTER = 0.25;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final String name;
  private final Function<List<TextSegment>, Reply> model;
  private final Pacer pacer;
  private final Timekeeper time;
  private volatile Instant lastAnswer = Instant.MIN;

  PatientModel(
      String name, Function<List<TextSegment>, Reply> model, Pacer pacer, Timekeeper time) {
    this.name = name;
    this.model = model;
    this.pacer = pacer;
    this.time = time;
  }

  /**
   * Asks until the answer is right or there is no use in asking again. Waits that have begun for
   * some texts go on for parts of them: what is used up of the patience is used up.
   *
   * @param tokens of all texts together
   * @param stopped whether nobody needs the answer any more
   */
  Reply.Final ask(
      List<TextSegment> texts, long tokens, Patience patience, BooleanSupplier stopped) {
    while (true) {
      Reply reply;
      try {
        pacer.await(tokens);
        if (stopped.getAsBoolean()) {
          return new Reply.Failed("was not asked: another request has failed");
        }
        reply = model.apply(texts);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Reply.Failed("was not waited for: the run is interrupted");
      }
      switch (reply) {
        case Reply.Final end -> {
          if (end instanceof Reply.Made) {
            lastAnswer = time.now();
          }
          return end;
        }
        case Reply.Passing passing -> {
          Duration pause = patience.pause(passing, time.now(), lastAnswer);
          if (pause == null) {
            return patience.end(passing);
          }
          pause(passing, pause, patience);
        }
      }
    }
  }

  private void pause(Reply.Passing reply, Duration pause, Patience patience) {
    if (pacer.pause(pause)) {
      log.warn(
          "embedding waits until {}: {} {}; {}",
          clock(time.now().plus(pause)),
          name,
          reply.why(),
          patience.bound());
    }
  }

  private static String clock(Instant instant) {
    return CLOCK.format(instant.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
  }

  /** What is left of the tries for some texts. Not thread-safe. */
  static final class Patience {
    private final Duration whole;
    private final int maxWrongAnswers;
    private final Outage outage;
    private @Nullable Instant deadline;
    private int pauses;
    private int wrongAnswers;

    /**
     * What is left of the patience with an outage.
     *
     * @param whole from the begin of the outage to the last try; begins anew when the endpoint
     *     answers others, unless the cause may lie in these texts
     * @param maxWrongAnswers how often a wrong answer is put up with
     */
    Patience(Duration whole, int maxWrongAnswers, Outage outage) {
      this.whole = whole;
      this.maxWrongAnswers = maxWrongAnswers;
      this.outage = outage;
    }

    /**
     * How long to wait before the next try, null when there is to be none.
     *
     * @param lastAnswer when the endpoint last made vectors, of whatever texts
     */
    @Nullable Duration pause(Reply.Passing reply, Instant now, Instant lastAnswer) {
      return switch (reply) {
        case Reply.Wrong _ -> wrongAnswers++ < maxWrongAnswers ? nextPause() : null;
        case Reply.Unavailable down -> {
          if (deadline == null) {
            deadline = outage.since(now, lastAnswer).plus(whole);
          } else if (!down.perhapsOneText() && lastAnswer.plus(whole).isAfter(deadline)) {
            deadline = lastAnswer.plus(whole);
          }
          Duration left = Duration.between(now, deadline);
          Duration asked = down.retryAfter();
          if (!left.isPositive() || (asked != null && asked.compareTo(left) > 0)) {
            yield null;
          }
          yield asked != null ? asked : shorter(nextPause(), left);
        }
      };
    }

    private Reply.Final end(Reply.Passing reply) {
      if (reply.perhapsOneText()) {
        return new Reply.Refused(reply.why());
      }
      return new Reply.Failed(
          switch (reply) {
            case Reply.Wrong wrong when wrongAnswers > 1 ->
                wrong.why() + ", " + wrongAnswers + " times";
            case Reply.Wrong wrong -> wrong.why();
            case Reply.Unavailable down when down.retryAfter() != null ->
                "%s, and asks to wait %d s, longer than is left of ingest.embed.patience (%d s)"
                    .formatted(down.why(), down.retryAfter().toSeconds(), whole.toSeconds());
            case Reply.Unavailable down when !whole.isZero() ->
                "%s, for %d s (ingest.embed.patience)".formatted(down.why(), whole.toSeconds());
            case Reply.Unavailable down -> down.why();
          });
    }

    private String bound() {
      return deadline == null
          ? "try %d of %d follows".formatted(wrongAnswers + 1, maxWrongAnswers + 1)
          : "gives up at " + clock(deadline);
    }

    /**
     * Doubles from pause to pause, give or take a quarter, so that programs do not march in step.
     */
    private Duration nextPause() {
      Duration even =
          shorter(FIRST_PAUSE.multipliedBy(1L << Math.min(pauses++, 10)), LONGEST_PAUSE);
      double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
      return Duration.ofNanos((long) (even.toNanos() * factor));
    }

    private static Duration shorter(Duration a, Duration b) {
      return a.compareTo(b) < 0 ? a : b;
    }
  }
}
