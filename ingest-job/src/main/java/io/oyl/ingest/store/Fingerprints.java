package io.oyl.ingest.store;

/**
 * What makes files pending again when it changes.
 *
 * @param complete code and settings that decide what a file becomes
 * @param incomplete the same and the limits under which a file could not be read whole
 */
public record Fingerprints(String complete, String incomplete) {}
