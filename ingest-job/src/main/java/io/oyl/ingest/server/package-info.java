/**
 * The private PostgreSQL that serves when no database is named: INGEST_HOME goes in, the address of
 * a running server comes out. The server outlives the command that started it and is shared by all
 * commands with the same INGEST_HOME.
 *
 * <p>The trap: PostgreSQL refuses to run as root. There the cluster belongs to {@code postgres} (or
 * {@code nobody}), and when that account cannot reach INGEST_HOME, as below {@code /root}, the
 * cluster lives in {@code /var/lib/oyl-ingest/<hash>} and {@code INGEST_HOME/postgres-directory}
 * says so.
 */
@NullMarked
package io.oyl.ingest.server;

import org.jspecify.annotations.NullMarked;
