package io.oyl.ingest.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.chunk.Section.Kind;
import io.oyl.ingest.chunk.Section.Part;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextTest {
  private static final int TABLES = 1000;
  private static final String TABLE = "name,place\nAda,London\n\n";

  @Test
  void aSectionOfManyPartsIsNotReadThroughForEachChunk() {
    String text = TABLE.repeat(TABLES);
    CountedParts parts = new CountedParts();
    for (int i = 0; i < TABLES; i++) {
      int start = i * TABLE.length();
      parts.all.add(
          new Part(Kind.TABLE, start, start + TABLE.strip().length(), false, start, start + 10));
    }
    Section section = new Section(List.of(), 0, parts);
    Context context = new Context(Documents.unstructured(text), TestTokenizers.words(100), 100);
    for (Part part : parts.all) {
      assertThat(context.of(section, part.start())).isEmpty();
      assertThat(context.of(section, part.headerEnd() + 1)).isEqualTo("name,place\n");
      assertThat(context.of(section, part.end())).isEmpty();
    }
    context.most(section);
    assertThat(parts.reads).isLessThan(100 * TABLES);
  }

  private static final class CountedParts extends AbstractList<Part> {
    final List<Part> all = new ArrayList<>();
    long reads;

    @Override
    public Part get(int index) {
      reads++;
      return all.get(index);
    }

    @Override
    public int size() {
      return all.size();
    }
  }
}
