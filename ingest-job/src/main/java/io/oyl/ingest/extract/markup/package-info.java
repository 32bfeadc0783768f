/**
 * HTML and XML as trees of elements, and what they become: headings, lists with their numbers,
 * tables, what stands around the text of a page. The trap: an element that no vocabulary knows
 * still has its text.
 */
@NullMarked
package io.oyl.ingest.extract.markup;

import org.jspecify.annotations.NullMarked;
