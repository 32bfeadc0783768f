/**
 * From text to positioned chunks: an extracted document goes in, {@link
 * io.oyl.ingest.chunk.TextChunk}s under the token budget of the embedding model come out. The trap:
 * a chunk's text is exactly the document's text at its offsets, never trimmed or joined.
 */
@NullMarked
package io.oyl.ingest.chunk;

import org.jspecify.annotations.NullMarked;
