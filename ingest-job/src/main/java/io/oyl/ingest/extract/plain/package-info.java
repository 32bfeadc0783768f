/**
 * Text that is the document: Markdown, AsciiDoc, reStructuredText, source code, notebooks and plain
 * text in whatever encoding. It is marked and never rewritten, so that positions in it are
 * positions in the file.
 */
@NullMarked
package io.oyl.ingest.extract.plain;

import org.jspecify.annotations.NullMarked;
