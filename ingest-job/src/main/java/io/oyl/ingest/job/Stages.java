package io.oyl.ingest.job;

import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.extract.DocumentExtractor;
import io.oyl.ingest.source.ContentHash;
import io.oyl.ingest.store.Fingerprints;
import io.oyl.ingest.tag.Tagger;

/**
 * The stages, as settings and reference make them; any number of runs may share them.
 *
 * @param chunking fingerprint of the chunker
 * @param cutByOther whether chunks are cut by another model's tokenizer than the embedder's, so
 *     that one may be longer than the embedder reads
 */
record Stages(
    DocumentExtractor extractor,
    TextChunker chunker,
    String chunking,
    boolean cutByOther,
    Tagger tagger,
    Embedder embedder) {

  /** What decides which rows a file becomes; files made under another one are read again. */
  Fingerprints fingerprints() {
    String made = String.join("\n", extractor.fingerprint(), chunking, tagger.fingerprint());
    return new Fingerprints(ContentHash.of(made), ContentHash.of(made + "\n" + extractor.limits()));
  }
}
