package io.oyl.ingest.bench;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A copy of the files, which may be changed, and the model's tokenizer beside it. */
record Corpus(Path original, Path root, Path tokenizer, List<Path> files, long bytes) {
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  static Corpus copy(Path original, Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(original)) {
      files = found.filter(Files::isRegularFile).map(original::relativize).sorted().toList();
    }
    long bytes = 0;
    for (Path file : files) {
      Path to = root.resolve(file);
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.copy(original.resolve(file), to, StandardCopyOption.COPY_ATTRIBUTES);
      bytes += Files.size(to);
    }
    Path tokenizer = root.resolveSibling("tokenizer.json");
    try (InputStream in =
        AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream(TOKENIZER)) {
      Files.copy(Objects.requireNonNull(in, TOKENIZER), tokenizer);
    }
    return new Corpus(original, root, tokenizer, files, bytes);
  }

  /** Adds a sentence to one file in a hundred, at least one, among those that are plain text. */
  void change() throws IOException {
    for (Path file : changing()) {
      Files.writeString(
          root.resolve(file), "\nThis sentence was added later.\n", StandardOpenOption.APPEND);
    }
  }

  /** As it was. */
  void restore() throws IOException {
    for (Path file : changing()) {
      Files.copy(
          original.resolve(file),
          root.resolve(file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private List<Path> changing() {
    List<Path> texts =
        files.stream()
            .filter(file -> file.toString().matches(".*\\.(txt|md|html?|csv|adoc|rst|java|py)"))
            .toList();
    long wanted = Math.min(texts.size(), Math.max(1, files.size() / 100));
    return Stream.iterate(0L, i -> i < wanted, i -> i + 1)
        .map(i -> texts.get((int) (i * texts.size() / wanted)))
        .toList();
  }
}
