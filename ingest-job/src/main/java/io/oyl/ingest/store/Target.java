package io.oyl.ingest.store;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a run reads.
 *
 * @param source name of the source
 * @param root real path of the folder that keys are relative to
 * @param key the one file that is read, null for the whole root, which is then swept as well
 */
public record Target(String source, String root, @Nullable String key) {}
