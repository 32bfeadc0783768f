package io.oyl.ingest.store;

/** No model of the settings makes vectors like those of the reference. */
public final class OtherModelException extends RuntimeException {
  /**
   * A reference whose model is not there.
   *
   * @param stored key of its model
   * @param configured key of the model that the settings prefer
   */
  public OtherModelException(ScopeNames scope, String stored, String configured) {
    super(
        "reference "
            + scope
            + " has vectors of "
            + stored
            + ", the settings say "
            + configured
            + ": set ingest.embed back, name the old model in ingest.models, give the reference"
            + " the new one (reembed), or use another --reference");
  }
}
