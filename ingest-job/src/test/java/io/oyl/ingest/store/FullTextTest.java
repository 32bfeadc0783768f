package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.store.FullText.Question;
import io.oyl.ingest.store.FullText.Word;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FullTextTest {
  private static final long MILLION = 1_000_000;

  @Test
  void rareWordsFindUntilTheyAreTooManyTogether() {
    assertThat(
            Question.ofRare(
                List.of(word("a", 9_000), word("b", 500_000), word("c", 0), word("d", 12_000)),
                MILLION))
        .isEqualTo(new Question("'c' | 'a'", Map.of("d", 12_000L, "b", 500_000L)));
  }

  @Test
  void commonWordsFindTogether() {
    List<Word> words = List.of(word("a", 500_000), word("b", 100_000), word("c", 100_000));
    assertThat(Question.ofRare(words, MILLION).finding()).isEqualTo("'b' & 'c'");
    assertThat(Question.ofRare(words, MILLION).counts())
        .isEqualTo(Map.of("a", 500_000L, "b", 100_000L, "c", 100_000L));
    assertThat(Question.ofRare(words.subList(0, 1), MILLION).finding()).isEqualTo("'a'");
  }

  @Test
  void allWordsFindWhereNoneIsCommon() {
    assertThat(Question.ofRare(List.of(word("a", 10_000), word("b", 10_000)), MILLION))
        .isEqualTo(new Question("'a' | 'b'", Map.of()));
  }

  private static Word word(String lexeme, long chunks) {
    return new Word(lexeme, "'" + lexeme + "'", chunks);
  }
}
