/**
 * Runs that nobody starts by hand: schedules and workers, their metrics and their health. They go
 * through {@link io.oyl.ingest.job.Ingest} as a command does; the trap: what they share with other
 * processes is kept apart by leases and {@code ingest_schedules} only, never by memory.
 */
@NullMarked
package io.oyl.ingest.operate;

import org.jspecify.annotations.NullMarked;
