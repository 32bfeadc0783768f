/**
 * A document in the making: what every reader writes its text, blocks, pages and gaps into, within
 * the limits of its file, and the small things that several of them need. The trap: positions count
 * code points, and text that no database stores is replaced on the way in, so nothing is put into a
 * document but through {@link io.oyl.ingest.extract.draft.TextAssembly}.
 */
@NullMarked
package io.oyl.ingest.extract.draft;

import org.jspecify.annotations.NullMarked;
