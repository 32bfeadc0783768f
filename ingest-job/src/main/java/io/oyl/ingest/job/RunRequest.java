package io.oyl.ingest.job;

import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Target;
import java.time.Duration;
import java.util.List;

/**
 * What a run shall read, and where its documents belong.
 *
 * @param settle how long a new or changed file must have stood still to be read; zero: read it as
 *     it is
 * @param scans whether to look for what is new; without, only what is pending already is read, as
 *     far as it is there
 * @param rereads whether to read what is quarantined, partial or empty though nothing has changed
 * @param tags given to all documents of what is read, with source {@code user}
 * @param trigger who asked for it, for people: a command, or a schedule by name
 */
public record RunRequest(
    ScopeNames scope,
    List<Target> targets,
    Sweep sweep,
    Duration settle,
    boolean scans,
    boolean rereads,
    List<String> tags,
    String trigger) {
  public RunRequest {
    targets = List.copyOf(targets);
    tags = List.copyOf(tags);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("a run needs something to read");
    }
  }

  /** Reads files as they are, with the safe way to sweep. */
  public RunRequest(ScopeNames scope, List<Target> targets) {
    this(scope, targets, Sweep.SAFE);
  }

  /** Reads files as they are. */
  public RunRequest(ScopeNames scope, List<Target> targets, Sweep sweep) {
    this(scope, targets, sweep, Duration.ZERO, true, false, List.of(), "run");
  }

  /** What is pending of these sources, and chunks without vectors. */
  public static RunRequest pending(ScopeNames scope, List<Target> targets, String trigger) {
    return new RunRequest(
        scope, targets, Sweep.NEVER, Duration.ZERO, false, false, List.of(), trigger);
  }

  /** These files, whether they have changed or not. */
  static RunRequest again(ScopeNames scope, List<Target> files) {
    return new RunRequest(scope, files, Sweep.SAFE, Duration.ZERO, true, true, List.of(), "retry");
  }

  public RunRequest settling(Duration duration) {
    return new RunRequest(scope, targets, sweep, duration, scans, rereads, tags, trigger);
  }

  public RunRequest triggeredBy(String asker) {
    return new RunRequest(scope, targets, sweep, settle, scans, rereads, tags, asker);
  }

  public RunRequest tagged(List<String> given) {
    return new RunRequest(scope, targets, sweep, settle, scans, rereads, given, trigger);
  }

  List<String> sources() {
    return targets.stream().map(Target::source).distinct().toList();
  }
}
