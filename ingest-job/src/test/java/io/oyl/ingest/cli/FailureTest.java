package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.embed.TextTooLongException;
import io.oyl.ingest.job.RunFailedException;
import io.oyl.ingest.server.ServerUnavailableException;
import io.oyl.ingest.store.NameRefusedException;
import io.oyl.ingest.store.OtherModelException;
import io.oyl.ingest.store.ScopeNames;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void aMistakeIs2() {
    assertThat(Failure.of(new UsageException("no"))).isEqualTo(new Failure(2, "no"));
    assertThat(
            Failure.of(new TextTooLongException(300, new ModelId("onnx", "small", 3, 254)))
                .exitCode())
        .isEqualTo(2);
    assertThat(
            Failure.of(new OtherModelException(new ScopeNames("t", "w", "r"), "a", "b")).exitCode())
        .isEqualTo(2);
    assertThat(Failure.of(new NameRefusedException("tenant", "a\nb")))
        .extracting(Failure::exitCode, Failure::sentence)
        .containsExactly(
            2,
            "the name of a new tenant can have no line break and no other control character:"
                + " 'a?b'");
  }

  @Test
  void whatTheMachineCannotDoIs3() {
    assertThat(Failure.of(new RunFailedException("the model is down", null)))
        .isEqualTo(new Failure(3, "the model is down"));
    assertThat(Failure.of(new ServerUnavailableException("no PostgreSQL")))
        .isEqualTo(new Failure(3, "no PostgreSQL"));
    assertThat(Failure.of(new OutOfMemoryError("Java heap space")).sentence())
        .contains("Java heap space", "INGEST_JAVA_OPTS");
  }

  @Test
  void anythingElseIsToldByItsRootInOneLine() {
    Exception e =
        new IllegalStateException(
            "outer", new IllegalArgumentException("first\u001B line\nsecond"));
    assertThat(Failure.of(e))
        .isEqualTo(new Failure(3, "IllegalArgumentException: first\\x1b line"));
    assertThat(Failure.of(new IllegalStateException()).sentence())
        .isEqualTo("IllegalStateException");
  }
}
