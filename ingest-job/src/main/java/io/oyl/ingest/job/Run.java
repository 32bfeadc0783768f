package io.oyl.ingest.job;

import io.oyl.ingest.embed.Outage;
import io.oyl.ingest.source.SourceTree;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.Target;
import io.oyl.ingest.store.VectorsTable.Look;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One run: what it reads, where to, and with which stages. */
final class Run {
  private final Scope scope;
  private final List<Target> targets;
  private final @Nullable RunRequest request;
  private final Stages stages;
  private final RunProgress progress;
  private final RunControl control;
  private final Outage outage = new Outage();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Map<String, SourceTree> trees = new LinkedHashMap<>();
  private volatile long id;
  private volatile @Nullable Look look;

  /**
   * A run.
   *
   * @throws IOException when the root of a target is not there
   */
  Run(Scope scope, RunRequest request, Stages stages, RunProgress progress, RunControl control)
      throws IOException {
    this.scope = scope;
    this.targets = request.targets();
    this.request = request;
    this.stages = stages;
    this.progress = progress;
    this.control = control;
    for (Target target : targets) {
      if (!request.scans() && !Files.isDirectory(Path.of(target.root()))) {
        continue; // another machine's: its chunks can be given vectors all the same
      }
      SourceTree tree = SourceTree.of(Path.of(target.root()));
      SourceTree other = trees.putIfAbsent(target.source(), tree);
      if (other != null && !other.root().equals(tree.root())) {
        throw new IOException("source " + target.source() + " has two roots");
      }
    }
  }

  /** A run that reads no files. */
  Run(Scope scope, Stages stages, RunProgress progress, RunControl control) {
    this.scope = scope;
    this.targets = List.of();
    this.request = null;
    this.stages = stages;
    this.progress = progress;
    this.control = control;
  }

  Scope scope() {
    return scope;
  }

  Stages stages() {
    return stages;
  }

  /** What was asked, of a run that reads files. */
  RunRequest request() {
    return Objects.requireNonNull(request, "this run reads no files");
  }

  Sweep sweep() {
    return request().sweep();
  }

  RunProgress progress() {
    return progress;
  }

  RunControl control() {
    return control;
  }

  /** Shared by the steps, so that the run waits once for a model that is down. */
  Outage outage() {
    return outage;
  }

  /** Content addresses of texts that the model has refused, not to be asked for again. */
  Set<String> refused() {
    return refused;
  }

  /** Notes how the run looks for chunks without vectors. */
  void looks(Look at) {
    look = at;
  }

  Optional<Look> look() {
    return Optional.ofNullable(look);
  }

  int model() {
    return Objects.requireNonNull(scope.modelId(), "a run's reference has a model");
  }

  SourceTree tree(String source) {
    return Objects.requireNonNull(trees.get(source), "not a source of this run");
  }

  List<String> sources() {
    return targets.stream().map(Target::source).distinct().toList();
  }

  /** Whether the root of a source is on this machine. */
  boolean isReachable(String source) {
    return trees.containsKey(source);
  }

  /** Real path of the root of each source that is reachable. */
  Map<String, String> roots() {
    Map<String, String> roots = new LinkedHashMap<>();
    trees.forEach((source, tree) -> roots.put(source, tree.root().toString()));
    return roots;
  }

  /** Sources that are scanned as a whole: what they lack has vanished. */
  List<String> sweptSources() {
    if (request == null || !request.scans()) {
      return List.of();
    }
    return targets.stream()
        .filter(target -> target.key() == null)
        .map(Target::source)
        .distinct()
        .toList();
  }

  /** The files of a source that the run names one by one. */
  List<String> keys(String source) {
    return targets.stream()
        .filter(target -> target.source().equals(source))
        .map(Target::key)
        .filter(Objects::nonNull)
        .toList();
  }

  /** BATCH_JOB_EXECUTION.JOB_EXECUTION_ID, from the start of the job on. */
  long id() {
    return id;
  }

  void started(long executionId) {
    id = executionId;
    control.started(executionId);
  }
}
