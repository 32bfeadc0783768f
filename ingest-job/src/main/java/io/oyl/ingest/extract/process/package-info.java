/**
 * Parsing processes: {@link io.oyl.ingest.extract.process.ForkedExtractor} hands them files, and
 * what comes back is checked before it is believed. A file that kills its process climbs a ladder:
 * once more with twice the time and memory while no other is read; then without the document inside
 * that did it, or by the simpler way of its type; then it is refused, with all of that in the
 * detail. The trap: a killed process must leave neither child nor temporary file.
 */
@NullMarked
package io.oyl.ingest.extract.process;

import org.jspecify.annotations.NullMarked;
