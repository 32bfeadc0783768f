package io.oyl.ingest.job;

import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.store.OtherModelException;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.tag.Tagger;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the stages that fit a reference: its own model embeds, and the tokenizer that has cut its
 * chunks goes on cutting them, so that another model makes no file new.
 */
final class ReferenceStages {
  private static final Logger log = LoggerFactory.getLogger(ReferenceStages.class);

  private final ObjectProvider<DocumentExtractor> extractors;
  private final ModelCatalog models;
  private final ScopeTable scopes;
  private final Secrets secrets;
  private final IngestProperties properties;
  private final Tagger tagger;

  ReferenceStages(
      ObjectProvider<DocumentExtractor> extractors,
      ModelCatalog models,
      ScopeTable scopes,
      Secrets secrets,
      IngestProperties properties) {
    this.extractors = extractors;
    this.models = models;
    this.scopes = scopes;
    this.secrets = secrets;
    this.properties = properties;
    this.tagger = new Tagger(properties.tag());
  }

  /** For a reference that is yet to be made. */
  Stages preferred() {
    return of(models.preferred());
  }

  /**
   * For a reference.
   *
   * @throws OtherModelException when the settings know no model like the reference's
   */
  Stages of(Scope scope) {
    Embedder embedder = embedder(scope);
    if (!models.isConfigured(embedder.model().key())) {
      log.warn(
          "reference {} keeps its model {}; reembed gives it the one of ingest.embed",
          scope.names(),
          embedder.model().key());
    }
    ScopeTable.Chunking chunking = scopes.chunking(scope.referenceId());
    if (chunking.modelKey() == null) {
      return of(embedder);
    }
    Optional<Embedder> cutter = models.withKey(chunking.modelKey());
    TextChunker chunker = chunker(cutter.orElse(embedder));
    String fingerprint =
        cutter.isPresent() || chunking.chunker() == null
            ? chunker.fingerprint()
            : chunking.chunker();
    return new Stages(extractor(), chunker, fingerprint, true, tagger, embedder);
  }

  /**
   * The model of a reference, asked with its workspace's own API key where it has one. Throws as
   * above.
   *
   * @throws SettingsException when that key cannot be opened
   */
  Embedder embedder(Scope scope) {
    String key = scopes.modelKey(scope);
    return key.isEmpty()
        ? named(scope, ModelCatalog.DEFAULT).orElseThrow()
        : models
            .withKey(key, secrets.of(scope))
            .orElseThrow(
                () ->
                    new OtherModelException(scope.names(), key, models.preferred().model().key()));
  }

  /** A model of the settings, asked as above; empty when they have none of this name. */
  Optional<Embedder> named(Scope scope, String name) {
    return models.named(name, secrets.of(scope));
  }

  /** For a model, whose tokenizer cuts. */
  Stages of(Embedder embedder) {
    TextChunker chunker = chunker(embedder);
    return new Stages(extractor(), chunker, chunker.fingerprint(), false, tagger, embedder);
  }

  /** Not before files are read: who only asks the model needs none. */
  private DocumentExtractor extractor() {
    return WrongSetting.named(extractors::getObject);
  }

  private TextChunker chunker(Embedder embedder) {
    return new TextChunker(embedder.tokenizer(), properties.chunk());
  }
}
