package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ChunkSettingsTest {
  @Test
  void zeroMeansTheModelsLimit() {
    assertThat(new ChunkSettings(0, 0, 16, 0, false).budget(TestTokenizers.words(254)))
        .isEqualTo(254);
    assertThat(new ChunkSettings(100, 0, 16, 0, false).budget(TestTokenizers.words(254)))
        .isEqualTo(100);
  }

  @Test
  void refusalsNameTheProperty() {
    refused("ingest.chunk.max-tokens", () -> new ChunkSettings(7, 0, 0, 0, false));
    refused("ingest.chunk.max-tokens", () -> new ChunkSettings(-1, 0, 0, 0, false));
    refused("ingest.chunk.min-tokens", () -> new ChunkSettings(0, 0, -1, 0, false));
    refused("ingest.chunk.min-tokens", () -> new ChunkSettings(20, 0, 21, 0, false));
    refused(
        "ingest.chunk.max-tokens is 300",
        () -> new TextChunker(TestTokenizers.words(254), new ChunkSettings(300, 0, 16, 0, false)));
  }

  private static void refused(String property, Runnable construction) {
    assertThatIllegalArgumentException()
        .isThrownBy(construction::run)
        .withMessageContaining(property);
  }
}
