package io.oyl.ingest.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion bash|zsh}. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets the shell complete commands, options and their values.",
      "",
      "It serves whatever path the program is called by, as long as it ends in /ingest."
    },
    footer = {
      "  source <(bin/ingest completion bash)     for this shell; in ~/.bashrc for all",
      "  source <(bin/ingest completion zsh)      for this shell; in ~/.zshrc for all"
    })
final class CompletionCommand implements Callable<Integer> {
  /** What the shell sees of a path: its last part. */
  private static final String NAME = "ingest";

  private final Console console;

  @Spec CommandSpec spec = CommandSpec.create();

  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Choices.OfShell.class,
      description = "The shell.")
  Shell shell = Shell.BASH;

  @Mixin NoScope scope = new NoScope();
  @Mixin CommonOptions common = new CommonOptions();

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    scope.tell(console, "completion opens no database");
    CommandLine root = spec.root().commandLine();
    // the same for both: in zsh the script turns on zsh's own reading of bash completions
    String script = AutoComplete.bash(NAME, root);
    if (common.json) {
      console.json(Map.of("script", script));
    } else {
      console.line(script.stripTrailing());
    }
    return ExitCode.COMPLETE;
  }
}
