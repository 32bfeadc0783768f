package io.oyl.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordTokensTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void positionsAreThoseOfTheWholeText() {
    WordTokens words = new WordTokens(this::pairs, c -> c == '.', 100);

    assertThat(words.starts(" abcde\n😀bc. a.b ")).containsExactly(1, 3, 5, 7, 9, 10, 12, 13, 14);
    assertThat(words.starts(" \n ")).isEmpty();
    assertThat(words.starts("")).isEmpty();
  }

  @Test
  void aWordIsAskedForOnceWithAllThatAreNewInItsText() {
    WordTokens words = new WordTokens(this::pairs, c -> c == '.', 100);

    words.starts("old new old.");
    assertThat(words.starts("new.old newer")).containsExactly(0, 2, 3, 4, 6, 8, 10, 12);
    assertThat(asked).containsExactly("old new .", "newer");
  }

  @Test
  void onlySoManyWordsAndNoLongOnesAreRemembered() {
    WordTokens words = new WordTokens(this::pairs, c -> false, 2);
    String longWord = "x".repeat(33);

    words.starts("a b");
    words.starts("c");
    words.starts("c " + longWord);
    words.starts("a " + longWord);
    assertThat(asked).containsExactly("a b", "c", longWord, "a " + longWord);
  }

  /** A token for every two characters of a word. */
  private int[] pairs(String text) {
    asked.add(text);
    List<Integer> starts = new ArrayList<>();
    int inWord = 0;
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      inWord = codePoints[i] == ' ' ? 0 : inWord + 1;
      if (inWord % 2 == 1) {
        starts.add(i);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }
}
