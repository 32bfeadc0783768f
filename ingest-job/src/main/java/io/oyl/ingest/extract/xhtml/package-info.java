/**
 * The XHTML that Tika makes of most formats, as blocks: one handler that knows paragraphs, lists,
 * tables, sheets, slides and quoted mail from the classes Tika gives them.
 */
@NullMarked
package io.oyl.ingest.extract.xhtml;

import org.jspecify.annotations.NullMarked;
