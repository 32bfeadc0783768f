package io.oyl.ingest.job;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do now.
 *
 * @param add keys of files that are new
 * @param change keys of files to be read again: they or the settings have changed
 * @param outdated those of the changed that other settings or another version of the program read
 * @param remove keys of files that have vanished and would be removed
 * @param keep keys of files that have vanished and would be kept
 * @param unchanged files that would not be opened
 * @param moved those of the unchanged that have another name now
 * @param unreadable files to be read that would end in quarantine
 * @param chunks of all files to be read
 * @param toEmbed chunks whose text has no vector yet, those that were left over included
 * @param tokens of these, in the model's own tokens
 * @param price of these tokens, null where the settings name none
 */
public record Plan(
    List<String> add,
    List<String> change,
    long outdated,
    List<String> remove,
    List<String> keep,
    long unchanged,
    long moved,
    long unreadable,
    long chunks,
    long toEmbed,
    long tokens,
    @Nullable BigDecimal price) {

  /** Whether a run would change nothing. */
  public boolean isEmpty() {
    return add.isEmpty() && change.isEmpty() && remove.isEmpty() && toEmbed == 0 && moved == 0;
  }
}
