/**
 * Word, spreadsheets and presentations of Microsoft and OpenDocument: what Tika leaves out of them,
 * read from the parts of the package or the records of the file beside it. The trap: what Tika does
 * tell is not to be told twice. Marks that carry it through Tika are characters that Unicode will
 * never assign.
 */
@NullMarked
package io.oyl.ingest.extract.office;

import org.jspecify.annotations.NullMarked;
