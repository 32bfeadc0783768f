/**
 * One file, read within its limits: Tika is driven here, the right reader is chosen for what the
 * file is, documents inside of it are read each by itself, pages without text are given to
 * Tesseract, and the outcome is told. The trap: Tika reports cut text and swallowed exceptions in
 * metadata only, as success.
 */
@NullMarked
package io.oyl.ingest.extract.reading;

import org.jspecify.annotations.NullMarked;
