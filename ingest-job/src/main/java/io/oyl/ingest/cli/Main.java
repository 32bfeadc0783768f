package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program: reads the command line, runs the command, answers with an exit code. */
public final class Main {
  private final Console console;
  private final Environment environment;

  Main(Console console, Environment environment) {
    this.console = console;
    this.environment = environment;
  }

  /** Runs a command and ends the process. */
  public static void main(String[] args) {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Environment environment = new Environment(System.getenv());
    AnswerStream answer = new AnswerStream(new FileOutputStream(FileDescriptor.out));
    Console console =
        new Console(
            answer, new FileOutputStream(FileDescriptor.err), () -> Terminal.of(environment));
    SignalledEnd end = SignalledEnd.watch(console, isJson(args));
    // what a library prints must not get into the answer
    System.setOut(console.err());
    System.setErr(console.err());
    int exitCode = new Main(console, environment).run(args);
    console.out().flush();
    end.reached();
    Optional<String> lost = answer.failure();
    if (lost.isPresent()) {
      console.note("the answer could not be written: " + Printable.of(lost.get()));
      exitCode = ExitCode.FAILED;
    }
    System.exit(exitCode);
  }

  /** Runs a command; whatever happens becomes an exit code. */
  int run(String... args) {
    boolean debug = Arrays.asList(args).contains("--debug") || environment.has("INGEST_DEBUG");
    boolean json = isJson(args);
    boolean jsonLog = LogFormatOption.isJson(args);
    console.noteInJson(jsonLog);
    Logging.configure(
        debug, Stream.of(args).anyMatch(a -> a.equals("-q") || a.equals("--quiet")), jsonLog);
    try {
      CommandLine commandLine = Commands.of(console, environment, args);
      commandLine.setParameterExceptionHandler((e, rest) -> misused(e, json));
      commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e, debug, json));
      return commandLine.execute(args);
    } catch (Throwable e) { // the last border: an Error, or one in the handling of errors
      return failed(e, debug, json);
    } finally {
      console.out().flush();
    }
  }

  private int misused(ParameterException e, boolean json) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    boolean lacksCommand = String.valueOf(e.getMessage()).startsWith("Missing required subcommand");
    if (lacksCommand && !json) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    return misused(Misuse.sentence(e) + " (see " + name + " --help)", json);
  }

  private int misused(String sentence, boolean json) {
    console.note(sentence);
    return answered(ExitCode.USAGE, sentence, json);
  }

  private int failed(Throwable e, boolean debug, boolean json) {
    Failure failure = Failure.of(e);
    console.note(failure.sentence());
    if (debug) {
      e.printStackTrace(console.err());
    }
    return answered(failure.exitCode(), failure.sentence(), json);
  }

  private int answered(int exitCode, String sentence, boolean json) {
    if (json) {
      console.breakOff(sentence);
    }
    return exitCode;
  }

  private static boolean isJson(String... args) {
    return Arrays.asList(args).contains("--json");
  }
}
