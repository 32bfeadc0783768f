package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class SentenceTest {
  @Test
  void theInnermostCauseSaysMost() {
    Exception e = new IllegalStateException("outer", new IllegalArgumentException("inner.\nmore"));

    assertThat(Sentence.of(e)).isEqualTo("inner");
  }

  @Test
  void whatHasNoMessageSaysWhatSurroundsIt() {
    Exception e = new IllegalStateException("reading the answer failed", new EOFException());

    assertThat(Sentence.of(e)).isEqualTo("reading the answer failed (EOFException)");
  }

  @Test
  void whatSaysNothingAtAllIsNoBareNameOfAClass() {
    assertThat(Sentence.of(new NullPointerException()))
        .isEqualTo("unexpected NullPointerException");
  }

  @Test
  void whatWasRolledBackSaysMoreThanThatRollingBackFailed() {
    TransactionSystemException e =
        new TransactionSystemException(
            "Could not roll back JDBC transaction", new SQLException("Connection is closed"));
    e.initApplicationException(
        new IllegalStateException(new SQLException("terminated by the administrator", "57P01")));

    assertThat(Sentence.of(new IllegalStateException("step failed", e)))
        .isEqualTo("the connection to the database was lost: terminated by the administrator");
  }
}
