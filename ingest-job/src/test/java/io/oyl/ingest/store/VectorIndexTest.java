package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexTest {
  @Test
  void aGraphTakesItsValuesAndItsNeighbours() {
    assertThat(VectorIndex.megabytes(0, 384)).isOne();
    assertThat(VectorIndex.megabytes(440_000, 384)).isBetween(1_000L, 1_024L);
    assertThat(VectorIndex.megabytes(1_000_000_000, 2_000)).isEqualTo(8_487_702L);
  }

  @ParameterizedTest
  @CsvSource({"0.7.4,false", "0.8.1,false", "0.8.2,true", "0.8.10,true", "0.9,true", "1.0,true"})
  void anIndexIsBuiltInParallelWherePgvectorIsSafe(String version, boolean parallel) {
    assertThat(VectorIndex.buildsInParallel(version)).isEqualTo(parallel);
  }
}
