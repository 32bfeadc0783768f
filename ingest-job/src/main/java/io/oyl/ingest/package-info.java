/**
 * OYL Ingest: uploaded files become rows that a retrieval application can trust.
 *
 * <p>Read the packages in the order of the data; imports point left only, and each outside library
 * is named in one package ({@code ArchitectureTest}):
 *
 * <ol>
 *   <li>{@link io.oyl.ingest.source}: walks folders, hashes files
 *   <li>{@link io.oyl.ingest.extract}: bytes to text, in processes of their own
 *   <li>{@link io.oyl.ingest.chunk}: text to positioned chunks
 *   <li>{@link io.oyl.ingest.tag}: what chunks are about
 *   <li>{@link io.oyl.ingest.embed}: chunks to vectors
 *   <li>{@link io.oyl.ingest.secret}: what is ciphertext at rest
 *   <li>{@link io.oyl.ingest.store}: tables and their SQL
 *   <li>{@link io.oyl.ingest.job}: the Spring Batch job that wires the stages
 *   <li>{@link io.oyl.ingest.operate}: schedules, workers, their metrics and health
 *   <li>{@link io.oyl.ingest.report}: a run as an HTML page for people
 *   <li>{@link io.oyl.ingest.cli}: commands; {@code Main} is the way in
 * </ol>
 *
 * <p>{@link io.oyl.ingest.server} stands beside them: the private PostgreSQL. All positions in text
 * count code points, 0-based and half-open, as PostgreSQL's {@code substr} does.
 */
@NullMarked
package io.oyl.ingest;

import org.jspecify.annotations.NullMarked;
