/**
 * Where files come from: a folder on disk goes in, one {@link io.oyl.ingest.source.SourceEntry} for
 * everything found below it comes out, readable or not. The trap: what cannot be read must still be
 * reported, or it is lost without a trace.
 */
@NullMarked
package io.oyl.ingest.source;

import org.jspecify.annotations.NullMarked;
