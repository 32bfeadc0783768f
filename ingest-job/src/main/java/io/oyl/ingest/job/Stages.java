package io.oyl.ingest.job;

import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.store.Fingerprints;
import io.oyl.ingest.tag.Tagger;

/** The stages, as the settings make them; any number of runs may share them. */
record Stages(DocumentExtractor extractor, TextChunker chunker, Tagger tagger, Embedder embedder) {

  /** What decides which rows a file becomes; files made under another one are read again. */
  Fingerprints fingerprints() {
    String made =
        String.join("\n", extractor.fingerprint(), chunker.fingerprint(), tagger.fingerprint());
    return new Fingerprints(ContentHash.of(made), ContentHash.of(made + "\n" + extractor.limits()));
  }
}
