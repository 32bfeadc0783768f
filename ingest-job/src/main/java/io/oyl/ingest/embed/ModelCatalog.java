package io.oyl.ingest.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  /** Names of the API keys that the endpoints of the settings are asked with. */
  public Set<String> apiKeys() {
    return settings.keySet().stream()
        .filter(this::isRemote)
        .map(ModelCatalog::apiKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isRemote(String name) {
    return of(name).provider() != EmbedSettings.Provider.ONNX;
  }

  private static String apiKey(String name) {
    return name.equals(DEFAULT) ? "ingest.embed.api-key" : "ingest.models." + name + ".api-key";
  }

  /** The model of new references. Throws as {@link Embedders#create} does. */
  public Embedder preferred() {
    return load(DEFAULT);
  }

  /**
   * A model by its name; empty when there is none of this name.
   *
   * @param own API keys that win over those of the settings, by the property that they stand in
   *     for; asked for a model with an endpoint only
   */
  public Optional<Embedder> named(String name, Function<String, Optional<String>> own) {
    return settings.containsKey(name) ? Optional.of(load(name, own)) : Optional.empty();
  }

  /** The model that makes vectors under this {@link ModelId#key}; empty when none does. */
  public Optional<Embedder> withKey(String key) {
    return nameWithKey(key).map(this::load);
  }

  /** The same with API keys of its own, as above. */
  public Optional<Embedder> withKey(String key, Function<String, Optional<String>> own) {
    return nameWithKey(key).map(name -> load(name, own));
  }

  private Optional<String> nameWithKey(String key) {
    List<String> candidates = new ArrayList<>();
    settings.forEach(
        (name, model) -> {
          if (key.startsWith(model.keyStart())) {
            candidates.add(name);
          }
        });
    return candidates.stream().filter(name -> load(name).model().key().equals(key)).findFirst();
  }

  /** Whether the settings themselves name a model like this; the bundled one needs no naming. */
  public boolean isConfigured(String key) {
    return settings.entrySet().stream()
        .filter(model -> !model.getKey().equals(EmbedSettings.BUNDLED_MODEL))
        .anyMatch(model -> key.startsWith(model.getValue().keyStart()));
  }

  private Embedder load(String name, Function<String, Optional<String>> own) {
    Embedder embedder = load(name);
    return isRemote(name)
        ? own.apply(apiKey(name)).map(embedder::withApiKey).orElse(embedder)
        : embedder;
  }

  private Embedder load(String name) {
    EmbedSettings model = of(name);
    return loaded.computeIfAbsent(name, _ -> Embedders.create(model, counts));
  }

  private EmbedSettings of(String name) {
    EmbedSettings model = settings.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no model " + name);
    }
    return model;
  }

  @Override
  public void close() {
    loaded.values().forEach(Embedder::close);
    loaded.clear();
  }
}
