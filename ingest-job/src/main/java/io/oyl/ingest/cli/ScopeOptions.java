package io.oyl.ingest.cli;

import io.oyl.ingest.job.Ingest;
import io.oyl.ingest.report.Printable;
import io.oyl.ingest.store.RunsView;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.Views;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which documents a command is about. */
final class ScopeOptions {
  static final String DEFAULT = "default";

  @Option(names = "--tenant", paramLabel = "NAME", description = "Tenant (default: default).")
  @Nullable String tenant;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "Workspace of the tenant (default: default).")
  @Nullable String workspace;

  @Option(
      names = "--reference",
      paramLabel = "NAME",
      description =
          "Reference, a set of documents that is searched as one (default: default; demo: demo).")
  @Nullable String reference;

  ScopeNames names() {
    return names(DEFAULT);
  }

  ScopeNames names(String defaultReference) {
    return new ScopeNames(
        name("--tenant", tenant, DEFAULT),
        name("--workspace", workspace, DEFAULT),
        name("--reference", reference, defaultReference));
  }

  /** Whether a run, which its number alone tells from all others, is in what is named. */
  boolean includes(RunsView.Run run) {
    return agrees(tenant, run.tenant())
        && agrees(workspace, run.workspace())
        && agrees(reference, run.reference());
  }

  private static boolean agrees(@Nullable String named, @Nullable String actual) {
    return named == null || named.equals(actual);
  }

  /** What is named, with a word before it: {@code in tenant a, reference b}; empty for nothing. */
  String named() {
    String named =
        Stream.of(
                named("tenant", tenant),
                named("workspace", workspace),
                named("reference", reference))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : " in " + named;
  }

  private static Optional<String> named(String what, @Nullable String name) {
    return Optional.ofNullable(name).map(given -> what + " " + Printable.of(given));
  }

  /** The scope for a command that only reads. */
  static Scope existing(Ingest ingest, ScopeNames names) {
    return ingest.scope(names).orElseThrow(() -> unknown(names));
  }

  /** The same for a command that only looks. */
  static Scope existing(Views views, ScopeNames names) {
    return views.scope(names).orElseThrow(() -> unknown(names));
  }

  static UsageException unknown(ScopeNames names) {
    return new UsageException(
        "there is no reference "
            + Printable.of(names.toString())
            + " (tenant / workspace / reference) yet: "
            + IngestCommand.PROGRAM
            + " run PATH"
            + arguments(names)
            + " makes it");
  }

  /** The options that lead to a scope, with a space before each, for a command to be copied. */
  static String arguments(ScopeNames names) {
    return argument("--tenant", names.tenant())
        + argument("--workspace", names.workspace())
        + argument("--reference", names.reference());
  }

  private static String argument(String option, String name) {
    if (name.equals(DEFAULT)) {
      return "";
    }
    boolean isPlain = name.matches("[\\p{L}\\p{N}_./:@%+,-]+");
    return " " + option + " " + (isPlain ? name : "'" + name.replace("'", "'\\''") + "'");
  }

  private static String name(String option, @Nullable String name, String otherwise) {
    if (name != null && name.isBlank()) {
      throw new UsageException(option + " needs a name that is not blank");
    }
    return name == null ? otherwise : name;
  }
}
