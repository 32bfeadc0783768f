package io.oyl.ingest.embed;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an ONNX model without loading it, kept in a file beside the native libraries
 * from the last time that it was loaded: so a run that finds nothing to do, or a plan of it, need
 * not read and hash the model. A card counts for the very files, this program's among them, by size
 * and time of modification, and settings that it was made of; whoever loads the model compares.
 *
 * @param id with the fingerprint of the model's bytes
 * @param separatesAtWhiteSpace as {@link io.oyl.ingest.chunk.Tokenizer#separatesAtWhiteSpace} says
 * @param tokenizer fingerprint of the tokenizer
 */
record ModelCard(ModelId id, boolean separatesAtWhiteSpace, String tokenizer) {

  static ModelCard of(OnnxEmbedder loaded) {
    return new ModelCard(
        loaded.model(),
        loaded.tokenizer().separatesAtWhiteSpace(),
        loaded.tokenizer().fingerprint());
  }

  /** The card of these settings; empty when there is none, or it is not of these files. */
  static Optional<ModelCard> find(EmbedSettings settings) {
    String origin = origin(settings);
    Path file = file(settings, origin);
    if (origin == null || file == null || !Files.isReadable(file)) {
      return Optional.empty();
    }
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      kept.load(reader);
      return origin.equals(kept.getProperty("origin"))
          ? Optional.of(
              new ModelCard(
                  new ModelId(
                      EmbedSettings.Provider.ONNX.id(),
                      text(kept, "name"),
                      Integer.parseInt(text(kept, "dimension")),
                      Integer.parseInt(text(kept, "max-tokens"))),
                  Boolean.parseBoolean(text(kept, "separates-at-white-space")),
                  text(kept, "tokenizer")))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // what cannot be read is made anew
    }
  }

  /** Keeps the card for the next time, where there is a place for it. */
  void keep(EmbedSettings settings) {
    String origin = origin(settings);
    Path file = file(settings, origin);
    if (origin == null || file == null) {
      return;
    }
    Properties kept = new Properties();
    kept.setProperty("origin", origin);
    kept.setProperty("name", id.name());
    kept.setProperty("dimension", Integer.toString(id.dimension()));
    kept.setProperty("max-tokens", Integer.toString(id.maxTokens()));
    kept.setProperty("separates-at-white-space", Boolean.toString(separatesAtWhiteSpace));
    kept.setProperty("tokenizer", tokenizer);
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), "card", ".part");
      try {
        try (Writer writer = Files.newBufferedWriter(part)) {
          kept.store(writer, "What ingest knows of a model; it may be deleted.");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // a folder that cannot be written to costs the next start its time, and nothing else
    }
  }

  static void forget(EmbedSettings settings) {
    Path file = file(settings, origin(settings));
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // it is compared again the next time
    }
  }

  private static String text(Properties kept, String key) {
    String value = kept.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  private static @Nullable Path file(EmbedSettings settings, @Nullable String origin) {
    Path folder = settings.nativeCache();
    return folder == null || origin == null
        ? null
        : folder.resolve("models").resolve(Fingerprint.of(origin) + ".properties");
  }

  /** Everything that the card depends on; null when that cannot be told. */
  private static @Nullable String origin(EmbedSettings settings) {
    try {
      Path folder = settings.modelPath();
      String files =
          folder == null
              ? file(jar(OnnxEmbedder.BUNDLE))
              : file(folder.resolve(OnnxEmbedder.MODEL_FILE))
                  + file(folder.resolve(OnnxEmbedder.TOKENIZER_FILE));
      return "%s%s%s\n%s\n%d\n%d\n%s"
          .formatted(
              file(jar(ModelCard.class)),
              files,
              settings.model(),
              settings.pooling(),
              settings.dimension(),
              settings.maxTokens(),
              settings.passagePrefix());
    } catch (IOException e) {
      return null;
    }
  }

  private static String file(Path path) throws IOException {
    Path real = path.toRealPath();
    return "%s %d %s\n".formatted(real, Files.size(real), Files.getLastModifiedTime(real));
  }

  private static Path jar(Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IOException(type + " is in no file");
    }
    return Path.of(URI.create(source.getLocation().toString()));
  }
}
