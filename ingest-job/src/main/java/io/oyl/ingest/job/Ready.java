package io.oyl.ingest.job;

/** Made outside of a transaction, to be written in one. */
sealed interface Ready permits FileBatch, VectorBatch {}
