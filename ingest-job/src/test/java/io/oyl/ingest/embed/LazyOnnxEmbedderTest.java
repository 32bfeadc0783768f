package io.oyl.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.oyl.ingest.chunk.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is known from the last time, as a run that finds nothing to do has it. */
class LazyOnnxEmbedderTest {
  @TempDir Path folder;
  @TempDir Path cache;

  private Path model;
  private Path tokenizer;
  private ModelId id;
  private float[] vector;

  @BeforeEach
  void loadOnce() throws IOException {
    model = folder.resolve("model.onnx");
    tokenizer = folder.resolve("tokenizer.json");
    copy("/all-minilm-l6-v2-q.onnx", model);
    copy("/all-minilm-l6-v2-q-tokenizer.json", tokenizer);
    try (Embedder embedder = create()) {
      id = embedder.model();
      vector = embedder.embedQuery("a lighthouse").values();
    }
  }

  @Test
  void aKnownModelIsNotReadBeforeItIsAsked() throws IOException {
    replaceUnseen(model, new byte[Math.toIntExact(Files.size(model))]);

    try (Embedder embedder = create()) {
      assertThat(embedder.model()).isEqualTo(id);
      Tokenizer tokens = embedder.tokenizer();
      assertThat(tokens.maxTokens()).isEqualTo(id.maxTokens());
      assertThat(tokens.separatesAtWhiteSpace()).isTrue();
      assertThat(tokens.fingerprint()).startsWith("hf:").endsWith(":98");
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(() -> tokens.tokenStarts("a lighthouse"))
          .withMessageContaining("cannot be loaded");
    }
  }

  @Test
  void aKnownModelMakesTheSameVectors() {
    try (Embedder embedder = create()) {
      assertThat(embedder.embedPassages(List.of("a lighthouse")).all().getFirst().values())
          .isEqualTo(vector);
      assertThat(embedder.tokenizer().tokenStarts("a lighthouse")).containsExactly(0, 2);
    }
  }

  @Test
  void aModelThatIsClosedIsNotLoadedAnyMore() {
    Embedder embedder = create();
    embedder.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> embedder.tokenizer().tokenStarts("a lighthouse"))
        .withMessageContaining("closed");
  }

  @Test
  void aModelWhoseFileHasChangedIsNotKnown() throws IOException {
    Files.setLastModifiedTime(model, FileTime.fromMillis(1));
    Files.write(tokenizer, "{}".getBytes(UTF_8));

    assertThatExceptionOfType(EmbeddingFailedException.class).isThrownBy(this::create);
  }

  @Test
  void anotherModelInItsPlaceIsNeverTakenForIt() throws IOException {
    String json = Files.readString(tokenizer);
    replaceUnseen(tokenizer, json.replace("lighthouse", "housenight").getBytes(UTF_8));

    try (Embedder embedder = create()) {
      assertThatExceptionOfType(EmbeddingFailedException.class)
          .isThrownBy(() -> embedder.embedQuery("a lighthouse"))
          .withMessageContaining("not the one that was loaded the last time");
    }
    try (Embedder embedder = create()) {
      assertThat(embedder.model()).isNotEqualTo(id);
      assertThat(embedder.embedQuery("a lighthouse").values()).isNotEqualTo(vector);
    }
  }

  @Test
  void aCardThatCannotBeReadIsMadeAnew() throws IOException {
    Path card;
    try (var cards = Files.list(cache.resolve("models"))) {
      card = cards.findFirst().orElseThrow();
    }
    String whole = Files.readString(card);
    Files.writeString(card, whole.replace("dimension=384", "dimension=many"));

    try (Embedder embedder = create()) {
      assertThat(embedder.model()).isEqualTo(id);
    }
    assertThat(Files.readString(card)).contains("dimension=384");
  }

  private Embedder create() {
    return Embedders.create(
        new EmbedSettings(
            null, null, folder, null, null, null, 0, 100, null, null, 0, 0, 0, 0, 0, null, null,
            null, null, cache));
  }

  /** Writes other content of the same size and time, which nobody notices who does not read it. */
  private static void replaceUnseen(Path file, byte[] content) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(content).hasSize(Math.toIntExact(Files.size(file)));
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
  }

  private static void copy(String resource, Path target) throws IOException {
    try (InputStream in = LazyOnnxEmbedderTest.class.getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      Files.copy(in, target);
    }
  }
}
