package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.store.Lease;
import io.oyl.ingest.store.LeaseLostException;
import io.oyl.ingest.testing.PostgresExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run hears of its lease before each piece of work, long before it would write. */
class RunControlIT {
  private static final Duration TERM = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String HELD = "select ingest_lease_is_held(l) from ingest_leases l";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  @Test
  void whoseSourceWasTakenBeginsNothingMore() throws Exception {
    try (RunControl control = RunControl.of(claim(), LONG)) {
      control.proceed();

      sql().sql("update ingest_leases set token = token + 1").update();

      await(() -> isLost(control));
      assertThatThrownBy(control::proceed).isInstanceOf(LeaseLostException.class);
    }
  }

  @Test
  void whoIsToStopBeginsNothingMore() throws Exception {
    try (RunControl control = RunControl.of(claim(), LONG)) {
      control.proceed();

      sql().sql("update ingest_leases set stop_requested = true").update();

      await(() -> isStopped(control));
    }
  }

  @Test
  void whoMakesNoProgressLosesItsPlaceThoughItsProcessLives() throws Exception {
    try (RunControl _ = RunControl.of(claim(), TERM)) {
      assertThat(isHeld()).isTrue();

      await(() -> !isHeld());
    }
  }

  private Lease claim() {
    UUID reference = UUID.randomUUID();
    sql()
        .sql("insert into \"references\" (id, name) values (:id, 'docs')")
        .param("id", reference)
        .update();
    return Lease.claim(postgres.dataSource(), UUID.randomUUID(), reference, List.of("inbox"), TERM);
  }

  private boolean isHeld() {
    return sql().sql(HELD).query(Boolean.class).single();
  }

  private static boolean isLost(RunControl control) throws JobInterruptedException {
    try {
      control.proceed();
      return false;
    } catch (LeaseLostException e) {
      return true;
    }
  }

  private static boolean isStopped(RunControl control) {
    try {
      control.proceed();
      return false;
    } catch (JobInterruptedException e) {
      return true;
    }
  }

  private JdbcClient sql() {
    return JdbcClient.create(postgres.dataSource());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
