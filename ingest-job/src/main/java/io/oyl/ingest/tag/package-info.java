/**
 * From chunks to tagged chunks: what a document and each of its chunks is about, from the
 * document's own keywords and from the noun phrases of its text; in English ranked as people would
 * ({@link io.oyl.ingest.tag.EnglishRanking}). The only place for Lucene, which knows stop words and
 * stems, and for OpenNLP's parts of speech. The trap: the default locale must not decide how a word
 * is lower-cased, nor other documents what a document is about.
 */
@NullMarked
package io.oyl.ingest.tag;

import org.jspecify.annotations.NullMarked;
