/**
 * How good what is stored is: drives the real pipeline over labelled data, through the real
 * database, and scores chunks, tags, search and extraction as their publishers do.
 */
@NullMarked
package io.oyl.ingest.eval;

import org.jspecify.annotations.NullMarked;
