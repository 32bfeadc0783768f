package io.oyl.ingest.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The embedding models that the settings know, each loaded when it is first asked for. The bundled
 * model is known in any case. Thread-safe; closes what it has loaded.
 */
public final class ModelCatalog implements AutoCloseable {
  /** Names the model of {@code ingest.embed}. */
  public static final String DEFAULT = "default";

  private final Map<String, EmbedSettings> settings = new LinkedHashMap<>();
  private final EmbedCounts counts;
  private final Map<String, Embedder> loaded = new ConcurrentHashMap<>();

  /**
   * A catalog.
   *
   * @param preferred the model of new references
   * @param others by name
   */
  public ModelCatalog(EmbedSettings preferred, Map<String, EmbedSettings> others) {
    this(preferred, others, new EmbedCounts());
  }

  /** Counts what all of its models are asked. */
  public ModelCatalog(
      EmbedSettings preferred, Map<String, EmbedSettings> others, EmbedCounts counts) {
    this.counts = counts;
    settings.put(DEFAULT, preferred);
    others.forEach(
        (name, model) -> settings.put(name, model.withNativeCache(preferred.nativeCache())));
    settings.putIfAbsent(
        EmbedSettings.BUNDLED_MODEL,
        EmbedSettings.bundled().withNativeCache(preferred.nativeCache()));
  }

  public Set<String> names() {
    return settings.keySet();
  }

  /** The model of new references. Throws as {@link Embedders#create} does. */
  public Embedder preferred() {
    return load(DEFAULT);
  }

  /** A model by its name; empty when there is none of this name. */
  public Optional<Embedder> named(String name) {
    return settings.containsKey(name) ? Optional.of(load(name)) : Optional.empty();
  }

  /** The model that makes vectors under this {@link ModelId#key}; empty when none does. */
  public Optional<Embedder> withKey(String key) {
    List<String> candidates = new ArrayList<>();
    settings.forEach(
        (name, model) -> {
          if (key.startsWith(model.keyStart())) {
            candidates.add(name);
          }
        });
    return candidates.stream()
        .map(this::load)
        .filter(embedder -> embedder.model().key().equals(key))
        .findFirst();
  }

  /** Whether the settings themselves name a model like this; the bundled one needs no naming. */
  public boolean isConfigured(String key) {
    return settings.entrySet().stream()
        .filter(model -> !model.getKey().equals(EmbedSettings.BUNDLED_MODEL))
        .anyMatch(model -> key.startsWith(model.getValue().keyStart()));
  }

  private Embedder load(String name) {
    EmbedSettings model = settings.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no model " + name);
    }
    return loaded.computeIfAbsent(name, _ -> Embedders.create(model, counts));
  }

  @Override
  public void close() {
    loaded.values().forEach(Embedder::close);
    loaded.clear();
  }
}
