package io.oyl.ingest.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** One kind of labelled data: ingests it, scores what was stored, and keeps the raw results. */
interface Part {
  String name();

  /** Whether the folder has data of this kind. */
  boolean isIn(Path folder);

  /**
   * Runs the part and prints its figures.
   *
   * @return raw results for {@code --out}
   */
  Map<String, Object> run(Path folder, Pipeline pipeline, Report report) throws IOException;
}
