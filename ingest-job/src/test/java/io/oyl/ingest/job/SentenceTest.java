package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import org.junit.jupiter.api.Test;

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
}
