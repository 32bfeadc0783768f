package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final UUID FILE = Ids.of("file", "a.txt");

  @Test
  void aThingHasTheSameIdEachTime() {
    assertThat(Ids.of("file", "a.txt")).isEqualTo(FILE).isNotEqualTo(Ids.of("file", "b.txt"));
    assertThat(Ids.within(FILE, "chunk", "x")).isEqualTo(Ids.within(FILE, "chunk", "x"));
  }

  @Test
  void whatBelongsToAThingBeginsAsItDoes() {
    UUID document = Ids.within(FILE, "document", "");
    UUID chunk = Ids.within(document, "chunk", "text", "1");

    assertThat(chunk.toString()).startsWith(FILE.toString().substring(0, 13));
    assertThat(document.toString()).startsWith(FILE.toString().substring(0, 13));
  }

  @Test
  void allOfItsPartsMakeAnId() {
    UUID other = new UUID(FILE.getMostSignificantBits(), FILE.getLeastSignificantBits() ^ 1);
    Set<UUID> ids = new HashSet<>();
    ids.add(Ids.within(FILE, "chunk", "a", "b"));
    ids.add(Ids.within(FILE, "chunk", "ab"));
    ids.add(Ids.within(FILE, "chunk", "a", "c"));
    ids.add(Ids.within(FILE, "link", "a", "b"));
    ids.add(Ids.within(other, "chunk", "a", "b"));

    assertThat(ids).hasSize(5);
  }

  @Test
  void idsAreOfVersionEight() {
    for (int i = 0; i < 100; i++) {
      UUID id = Ids.within(Ids.of("file", "" + i), "chunk", "" + i);
      assertThat(id.version()).isEqualTo(8);
      assertThat(id.variant()).isEqualTo(2);
    }
  }
}
