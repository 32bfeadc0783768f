package io.oyl.ingest.extract.reading;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a parsing process is asked to do.
 *
 * @param simply by the simpler way of reading that the file's type has, if any
 * @param patient the last chance of the whole: shortly before the budget is used up it answers with
 *     what it has, and says what is missing
 * @param without paths of documents inside the file to leave out, each with the reason
 */
public record Request(
    Path file, Duration budget, boolean simply, boolean patient, Map<String, String> without) {

  public Request {
    without = Map.copyOf(without);
  }

  public static Request whole(Path file, Duration budget) {
    return new Request(file, budget, false, false, Map.of());
  }
}
