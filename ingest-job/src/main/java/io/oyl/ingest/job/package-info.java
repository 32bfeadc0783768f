/**
 * Wires the stages into one Spring Batch job, scan, ingest, embed, finish, each driven by table
 * state. The trap: rows and batch progress commit together only while a step uses the job
 * repository's own transaction manager.
 *
 * <p>Spring Batch knows neither whether a run's process lives nor how to keep two runs of one
 * source apart, and its way to stop reports the end before it has come. So a run holds a {@link
 * io.oyl.ingest.store.Lease} on its sources; {@link io.oyl.ingest.job.RunControl} renews it, hears
 * there of orders to stop, and is asked before each piece of work ({@code proceed}) and first in
 * each transaction that writes ({@code fence}).
 */
@NullMarked
package io.oyl.ingest.job;

import org.jspecify.annotations.NullMarked;
