package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.embed.PatientModel.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Instant NOW = FakeTime.BEGIN;
  private static final Reply.Passing LIMITED =
      new Reply.Unavailable("", Duration.ofSeconds(40), false);
  private static final Reply.Passing ERROR =
      new Reply.Unavailable("", Duration.ofSeconds(40), true);

  private final Patience patience = new Patience(Duration.ofSeconds(100), 0, new Outage());

  @Test
  void endsWhenTheNextTryWouldComeTooLate() {
    assertThat(patience.pause(LIMITED, NOW, Instant.MIN)).isEqualTo(Duration.ofSeconds(40));
    assertThat(patience.pause(LIMITED, NOW.plusSeconds(60), Instant.MIN)).isNotNull();
    assertThat(patience.pause(LIMITED, NOW.plusSeconds(61), Instant.MIN)).isNull();
  }

  @Test
  void beginsAnewWhenOtherTextsGetTheirVectors() {
    patience.pause(LIMITED, NOW, Instant.MIN);

    assertThat(patience.pause(LIMITED, NOW.plusSeconds(90), NOW.plusSeconds(50))).isNotNull();
    assertThat(patience.pause(LIMITED, NOW.plusSeconds(111), NOW.plusSeconds(50))).isNull();
  }

  @Test
  void doesNotBeginAnewWhenTheseTextsMayBeTheCause() {
    patience.pause(ERROR, NOW, Instant.MIN);

    assertThat(patience.pause(ERROR, NOW.plusSeconds(90), NOW.plusSeconds(50))).isNull();
  }

  @Test
  void whatNobodyNeedsAnyMoreIsNotAskedFor() {
    FakeTime time = new FakeTime();
    PatientModel model =
        new PatientModel("m", _ -> new Reply.Made(List.of()), new Pacer(0, 0, time), time);

    assertThat(model.ask(List.of(), 1, patience, () -> true)).isInstanceOf(Reply.Failed.class);
    assertThat(model.ask(List.of(), 1, patience, () -> false)).isInstanceOf(Reply.Made.class);
  }
}
