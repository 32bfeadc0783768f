package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.oyl.ingest.chunk.ChunkSettings;
import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.chunk.Tokenizer;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.PageMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model as it is: real ONNX Runtime, real tokenizer. */
class OnnxEmbedderTest {
  private static Embedder embedder;

  @BeforeAll
  static void load() {
    embedder = Embedders.create(EmbedSettings.bundled());
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void namesTheModelAndItsLimit() {
    assertThat(embedder.model().key()).matches("onnx:all-MiniLM-L6-v2-q@[0-9a-f]{12}:384");
    assertThat(embedder.model().maxTokens()).isEqualTo(254);
    assertThat(embedder.tokenizer().maxTokens()).isEqualTo(254);
  }

  @Test
  void textsThatDifferOnlyAfterWord150HaveDifferentVectors() {
    String common = "word ".repeat(150);

    List<EmbeddingVector> vectors =
        embedder.embedPassages(List.of(common + "about cats", common + "about engines")).all();

    assertThat(cosine(vectors.get(0), vectors.get(1))).isLessThan(0.99);
    assertThat(vectors.get(0).dimension()).isEqualTo(384);
  }

  @Test
  void readsTheLastTokenOfTheLimitAndRefusesOneMore() {
    String longest = "word ".repeat(254);
    assertThat(embedder.tokenizer().tokenStarts(longest)).hasSize(254);

    assertThat(embedder.embedPassages(List.of(longest)).all()).hasSize(1);
    assertThatExceptionOfType(TextTooLongException.class)
        .isThrownBy(() -> embedder.embedPassages(List.of("short", longest + "more", "short")).all())
        .withMessageContaining("255 tokens")
        .withMessageContaining("reads 254");
    assertThatExceptionOfType(TextTooLongException.class)
        .isThrownBy(() -> embedder.embedQuery(longest + "more"));
  }

  @Test
  void agreesWithLangChain4jOnShortTexts() {
    List<String> texts =
        List.of("The cat sat on the mat.", "Größe 10 €", "日本語 text", "a 😀 b", "[SEP] literal");
    var theirs = new AllMiniLmL6V2QuantizedEmbeddingModel();

    for (String text : texts) {
      EmbeddingVector ours = embedder.embedPassages(List.of(text)).all().getFirst();
      double cosine = cosine(ours, new EmbeddingVector(theirs.embed(text).content().vector()));
      assertThat(cosine).as(text).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void sameTextSameBitsInWhateverCompanyAndOnWhateverThread() throws Exception {
    List<String> texts = texts(60);
    List<EmbeddingVector> alone =
        texts.stream().map(text -> embedder.embedPassages(List.of(text)).all().getFirst()).toList();

    assertThat(bits(embedder.embedPassages(texts).all())).isEqualTo(bits(alone));
    assertThat(bits(texts.stream().map(embedder::embedQuery).toList())).isEqualTo(bits(alone));
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
        Collections.shuffle(order, new Random(caller));
        done.add(
            callers.submit(
                () ->
                    bits(embedder.embedPassages(order.stream().map(texts::get).toList()).all())
                        .equals(bits(order.stream().map(alone::get).toList()))));
      }
      for (Future<Boolean> same : done) {
        assertThat(same.get()).isTrue();
      }
    }
    EmbedSettings oneThread =
        new EmbedSettings(
            null, null, null, null, null, null, 384, 256, null, null, 0, 0, 1, 0, 0, null, null,
            null, null, null);
    try (Embedder other = Embedders.create(oneThread)) {
      assertThat(bits(other.embedPassages(texts).all())).isEqualTo(bits(alone));
      assertThat(other.model()).isEqualTo(embedder.model());
    }
  }

  @Test
  void tokenStartsCountCodePoints() {
    Tokenizer tokenizer = embedder.tokenizer();

    assertThat(tokenizer.tokenStarts("a 😀 b wörd 日本 👨‍👩‍👧 e\u0301x end"))
        .containsExactly(0, 2, 4, 6, 11, 12, 14, 20, 24);
    assertThat(tokenizer.tokenStarts("")).isEmpty();
    assertThat(tokenizer.tokenStarts("word ".repeat(100_000))).hasSize(100_000);
  }

  @Test
  void chunksOfTheChunkerAlwaysFit() {
    Tokenizer tokenizer = embedder.tokenizer();
    assertThat(tokenizer.separatesAtWhiteSpace()).isTrue();
    Random random = new Random(5);
    String[] pieces = {
      "word ",
      "unbelievably",
      " ",
      "\n",
      "😀",
      "e\u0301",
      "日本",
      "\u200B",
      "\u000B",
      "\u00A0",
      "\u0085",
      "[SEP]",
      "...",
      "مرحبا",
      "\uFFFD",
      "\uE000",
      "x".repeat(120),
      "\u2028",
      "-",
      "\u00AD"
    };
    for (int round = 0; round < 60; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(3000); i > 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      text.append("end ".repeat(random.nextInt(5000)));
      TextChunker chunker =
          new TextChunker(tokenizer, new ChunkSettings(round % 2 * 50, 0, 10, 0, false));
      for (TextChunk chunk : chunker.chunk(document(text.toString()))) {
        assertThat(tokenizer.tokenStarts(chunk.text())).hasSize(chunk.tokens());
        assertThat(chunk.tokens()).isLessThanOrEqualTo(254);
      }
    }
  }

  @Test
  void takesAnyModelFromAFolder(@TempDir Path folder) throws IOException {
    copy("/all-minilm-l6-v2-q.onnx", folder.resolve("model.onnx"));
    copy("/all-minilm-l6-v2-q-tokenizer.json", folder.resolve("tokenizer.json"));
    try (Embedder passages = Embedders.create(fromFolder(folder, 100, "passage: "));
        Embedder plain = Embedders.create(fromFolder(folder, 100, null))) {
      assertThat(plain.model().key()).startsWith("onnx:" + folder.getFileName() + "@");
      assertThat(plain.model().maxTokens()).isEqualTo(98);
      assertThat(passages.model().maxTokens()).isLessThan(98);
      assertThat(passages.model().key()).isNotEqualTo(plain.model().key());
      assertThat(bits(passages.embedPassages(List.of("text")).all()))
          .isEqualTo(bits(plain.embedPassages(List.of("passage: text")).all()));
      assertThat(bits(List.of(passages.embedQuery("text"))))
          .isEqualTo(bits(List.of(plain.embedQuery("query: text"))));
    }
  }

  @Test
  void sayWhatIsWrongWithAFolder(@TempDir Path folder) throws IOException {
    assertThatExceptionOfType(EmbeddingFailedException.class)
        .isThrownBy(() -> Embedders.create(fromFolder(folder, 100, null)))
        .withMessageContaining("model.onnx");
    Files.write(folder.resolve("model.onnx"), "no model".getBytes(UTF_8));
    copy("/all-minilm-l6-v2-q-tokenizer.json", folder.resolve("tokenizer.json"));
    assertThatExceptionOfType(EmbeddingFailedException.class)
        .isThrownBy(() -> Embedders.create(fromFolder(folder, 100, null)))
        .withMessageContaining("cannot be loaded");
  }

  @Test
  void aDimensionThatIsNotTheModelsIsRefused() {
    EmbedSettings settings =
        new EmbedSettings(
            null, null, null, null, null, null, 768, 0, null, null, 0, 0, 0, 0, 0, null, null, null,
            null, null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Embedders.create(settings))
        .withMessageContaining("ingest.embed.dimension is 768");
  }

  private static EmbedSettings fromFolder(
      Path folder, int maxTokens, @org.jspecify.annotations.Nullable String passagePrefix) {
    return new EmbedSettings(
        null,
        null,
        folder,
        null,
        null,
        null,
        0,
        maxTokens,
        null,
        null,
        0,
        0,
        0,
        0,
        0,
        null,
        null,
        passagePrefix == null ? null : "query: ",
        passagePrefix,
        null);
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = OnnxEmbedderTest.class.getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      Files.copy(in, target);
    }
  }

  private static ExtractedDocument document(String text) {
    return new ExtractedDocument(
        -1, "", "test", "text/plain", -1, text, List.of(), PageMap.NONE, Map.of(), null, List.of());
  }

  private static List<String> texts(int count) {
    Random random = new Random(3);
    return IntStream.range(0, count)
        .mapToObj(i -> "text " + i + " says " + "something else ".repeat(random.nextInt(80)))
        .toList();
  }

  private static List<List<Float>> bits(List<EmbeddingVector> vectors) {
    return vectors.stream()
        .map(
            vector ->
                IntStream.range(0, vector.dimension()).mapToObj(i -> vector.values()[i]).toList())
        .toList();
  }

  private static double cosine(EmbeddingVector a, EmbeddingVector b) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.dimension(); i++) {
      product += (double) a.values()[i] * b.values()[i];
      left += (double) a.values()[i] * a.values()[i];
      right += (double) b.values()[i] * b.values()[i];
    }
    return product / Math.sqrt(left * right);
  }
}
