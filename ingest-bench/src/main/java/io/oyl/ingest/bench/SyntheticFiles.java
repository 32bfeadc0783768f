package io.oyl.ingest.bench;

import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import io.oyl.ingest.store.LedgerFile;
import io.oyl.ingest.store.PreparedFile;
import io.oyl.ingest.store.PreparedFile.Landed;
import io.oyl.ingest.store.PreparedFile.PreparedDocument;
import io.oyl.ingest.store.PreparedFile.Read;
import io.oyl.ingest.tag.Tag;
import io.oyl.ingest.tag.TaggedChunk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Documents that nobody wrote, always the same for the same file. */
final class SyntheticFiles {
  static final int CHUNKS_PER_FILE = 50;

  private static final int WORDS_PER_CHUNK = 120;
  private static final int WORDS_PER_QUESTION = 8;
  private static final int VOCABULARY = 30_000;
  private static final String[] WORDS =
      IntStream.range(0, VOCABULARY).mapToObj(SyntheticFiles::word).toArray(String[]::new);
  private static final int TAGS = 5_000;
  private static final int TAGS_PER_CHUNK = 4;

  /**
   * Mean cosine of two passages of one file; measured with all-MiniLM-L6-v2 on 14,500 passages of
   * 787 real files: 0.62 within a file, 0.08 between files.
   */
  private static final double LIKENESS = 0.6;

  private SyntheticFiles() {}

  static PreparedFile file(LedgerFile file) {
    List<TaggedChunk> chunks = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < CHUNKS_PER_FILE; i++) {
      String chunk = text(file, i);
      int start = text.length();
      text.append(chunk).append('\n');
      chunks.add(
          new TaggedChunk(
              new TextChunk(
                  i, start, start + chunk.length(), chunk, null, null, List.of("Heading"), "", 200),
              tags(new SplittableRandom(chunk.hashCode()))));
    }
    ExtractedDocument document =
        new ExtractedDocument(
            -1,
            "",
            file.key().substring(file.key().lastIndexOf('/') + 1),
            "text/plain",
            text.length(),
            text.toString(),
            List.of(),
            PageMap.NONE,
            Map.of(),
            "en",
            List.of());
    return new PreparedFile(
        file,
        new Read(
            1000L + Integer.parseInt(file.key().replaceAll("\\D", "")),
            Instant.EPOCH.plusSeconds(86_400),
            "0".repeat(64)),
        new Landed(List.of(new PreparedDocument(document, List.of(), List.of(), chunks))));
  }

  /** A word of the file, then words as frequent as in real text: the nth one as often as 1 / n. */
  static String text(LedgerFile file, int chunk) {
    SplittableRandom random =
        new SplittableRandom(file.id().getLeastSignificantBits() * 31 + chunk);
    StringBuilder text = new StringBuilder("file").append(file.key().replaceAll("\\D", ""));
    for (int i = 0; i < WORDS_PER_CHUNK; i++) {
      int word = (int) Math.pow(VOCABULARY, random.nextDouble());
      text.append(' ').append(WORDS[word]);
    }
    return text.toString();
  }

  /** A few words out of the middle of such a text. */
  static String question(String text) {
    return Stream.of(text.split(" "))
        .skip(WORDS_PER_CHUNK / 2)
        .limit(WORDS_PER_QUESTION)
        .collect(Collectors.joining(" "));
  }

  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number + 7; rest > 0; rest /= 20) {
      word.append("bcdfghklmnprstvwzxjq".charAt(rest % 20)).append("aeiou".charAt(rest % 5));
    }
    return word.toString();
  }

  private static List<Tag> tags(SplittableRandom random) {
    return random
        .ints(0, TAGS)
        .distinct()
        .limit(TAGS_PER_CHUNK)
        .mapToObj(tag -> new Tag("tag " + tag, Tag.Source.AUTOMATIC, 0.5))
        .toList();
  }

  /**
   * Of length one, and the same for the same text. Vectors of one file lie as near to each other as
   * those of real files do, and far from those of others: a graph of vectors that know nothing of
   * each other is searched in vain, and no model makes such.
   */
  static EmbeddingVector vector(String text) {
    float[] file = direction(text.substring(0, text.indexOf(' ')));
    float[] own = direction(text);
    float[] values = new float[StubEndpoint.DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (Math.sqrt(LIKENESS) * file[i] + Math.sqrt(1 - LIKENESS) * own[i]);
    }
    return new EmbeddingVector(unit(values));
  }

  private static float[] direction(String text) {
    SplittableRandom random = new SplittableRandom(text.hashCode() * 0x9E3779B97F4A7C15L);
    float[] values = new float[StubEndpoint.DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return unit(values);
  }

  private static float[] unit(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    float norm = (float) Math.sqrt(squares);
    for (int i = 0; i < values.length; i++) {
      values[i] /= norm;
    }
    return values;
  }
}
