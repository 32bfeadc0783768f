package io.oyl.ingest.job;

import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.util.List;

/** What a run shall read, and where its documents belong. */
public record RunRequest(ScopeNames scope, List<Target> targets, Sweep sweep) {
  public RunRequest {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a run needs something to read");
    }
  }

  /** With the safe way to sweep. */
  public RunRequest(ScopeNames scope, List<Target> targets) {
    this(scope, targets, Sweep.SAFE);
  }

  List<String> sources() {
    return targets.stream().map(Target::source).distinct().toList();
  }
}
