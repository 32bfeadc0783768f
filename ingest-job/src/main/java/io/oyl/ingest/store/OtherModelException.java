package io.oyl.ingest.store;

/** The settings name another embedding model than the one that made the reference's vectors. */
public final class OtherModelException extends RuntimeException {
  public OtherModelException(ScopeNames scope, String stored, String configured) {
    super(
        "reference "
            + scope
            + " has vectors of "
            + stored
            + ", the settings say "
            + configured
            + ": set ingest.embed back, or use another --reference");
  }
}
