/**
 * PDF by what is painted: glyphs become lines, lines become columns in reading order, and these
 * paragraphs, headings, tables and furniture. Tags count where a file has them. The trap: the order
 * in the file is the order of painting, which is any order.
 */
@NullMarked
package io.oyl.ingest.extract.pdf;

import org.jspecify.annotations.NullMarked;
