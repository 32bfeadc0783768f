package io.oyl.ingest.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TagSettingsTest {
  @Test
  void defaultsAreAccepted() {
    TagSettings defaults = TagSettings.defaults();
    assertThat(defaults.automatic()).isTrue();
    assertThat(defaults.maxPerDocument()).isEqualTo(20);
    assertThat(defaults.maxPerChunk()).isEqualTo(8);
    assertThat(defaults.maxKeywords()).isEqualTo(32);
    assertThat(defaults.maxWords()).isEqualTo(5);
  }

  @Test
  void aRefusedValueIsNamedByItsProperty() {
    refused(() -> new TagSettings(true, 0, 8, 32, 5), "ingest.tag.max-per-document");
    refused(() -> new TagSettings(true, 20, -1, 32, 5), "ingest.tag.max-per-chunk");
    refused(() -> new TagSettings(true, 20, 8, -1, 5), "ingest.tag.max-keywords");
    refused(() -> new TagSettings(true, 20, 8, 1001, 5), "ingest.tag.max-keywords");
    refused(() -> new TagSettings(true, 20, 8, 32, 0), "ingest.tag.max-words");
    refused(() -> new TagSettings(true, 20, 8, 32, 9), "ingest.tag.max-words");
  }

  private static void refused(Runnable settings, String property) {
    assertThatThrownBy(settings::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(property);
  }
}
