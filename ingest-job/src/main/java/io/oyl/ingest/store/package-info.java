/**
 * Tables and their SQL: what the stages made goes in, rows come out. The only place for spring-jdbc
 * and pgvector. Takes part in the transaction of its caller and opens none, but for a {@link
 * io.oyl.ingest.store.Lease}, which has a session of its own. The trap: an SQL error aborts the
 * whole PostgreSQL transaction, so what may be refused stands behind a savepoint.
 *
 * <p>Every row carries its tenant: a lease's check names it to the transaction, and it becomes the
 * default of the rows that are written. A new table of tenants is protected by its migration with
 * {@code ingest_protect}, and named in {@link io.oyl.ingest.store.TenantColumn}.
 */
@NullMarked
package io.oyl.ingest.store;

import org.jspecify.annotations.NullMarked;
