package io.oyl.ingest.extract.office;

import org.jspecify.annotations.Nullable;

/** The slides of a presentation, in the order in which its parser gives them. */
public interface Slides {
  Slides NONE = () -> null;

  /** The slide that begins now; null where the file does not tell. */
  @Nullable Slide next();
}
