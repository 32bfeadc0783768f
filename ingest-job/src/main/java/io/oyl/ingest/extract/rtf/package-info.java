/**
 * Rich Text Format by its control words, where Tika tells paragraphs only: headings by style, list
 * items with their numbers, tables by rows, notes where they belong. Read from a mapped file,
 * however long it is.
 */
@NullMarked
package io.oyl.ingest.extract.rtf;

import org.jspecify.annotations.NullMarked;
