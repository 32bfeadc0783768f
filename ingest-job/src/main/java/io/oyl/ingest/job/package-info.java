/**
 * Wires the stages into one Spring Batch job, scan, ingest, embed, finish, each driven by table
 * state. The trap: rows and batch progress commit together only while a step uses the job
 * repository's own transaction manager.
 */
@NullMarked
package io.oyl.ingest.job;

import org.jspecify.annotations.NullMarked;
