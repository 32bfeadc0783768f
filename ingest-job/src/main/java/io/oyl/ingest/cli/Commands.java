package io.oyl.ingest.cli;

import io.oyl.ingest.job.ScheduleSettings.Missed;
import io.oyl.ingest.job.ScheduleSettings.Overlap;
import io.oyl.ingest.job.Sweep;
import io.oyl.ingest.store.HybridSearch;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands under one root, and what they have in common. */
final class Commands {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;

  private Commands() {}

  /**
   * The command that the arguments name, and all where they name none: what commands take is read
   * by reflection, which takes its time.
   */
  static CommandLine of(Console console, Environment environment, String... arguments) {
    Map<String, Supplier<Object>> all = all(console, environment);
    CommandLine root = new CommandLine(new IngestCommand());
    Supplier<Object> named = arguments.length == 0 ? null : all.get(arguments[0]);
    if (named != null) {
      root.addSubcommand(named.get());
    } else {
      all.values().forEach(command -> root.addSubcommand(command.get()));
      CommandLine help = new CommandLine(new HelpCommand());
      help.getCommandSpec().usageMessage().hidden(true);
      root.addSubcommand(new CompletionCommand(console)).addSubcommand(help);
    }
    return laid(root, console);
  }

  /** In the order of the help. */
  private static Map<String, Supplier<Object>> all(Console console, Environment environment) {
    Database database = new Database(environment, console);
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("demo", () -> new DemoCommand(console, environment, database));
    all.put("run", () -> new RunCommand(console, database));
    all.put("plan", () -> new PlanCommand(console, database));
    all.put("status", () -> new StatusCommand(console, database));
    all.put("files", () -> new FilesCommand(console, database));
    all.put("retry", () -> new RetryCommand(console, database));
    all.put("runs", () -> new RunsCommand(console, database));
    all.put("report", () -> new ReportCommand(console, database));
    all.put("stop", () -> new StopCommand(console, database));
    all.put("restart", () -> new RestartCommand(console, database));
    all.put("abandon", () -> new AbandonCommand(console, database));
    all.put("schedule", () -> new ScheduleCommand(console, environment, database));
    all.put("worker", () -> new WorkerCommand(console, database));
    all.put("search", () -> new SearchCommand(console, database));
    all.put("reembed", () -> new ReembedCommand(console, database));
    all.put("purge", () -> new PurgeCommand(console, database));
    all.put("verify", () -> new VerifyCommand(console, database));
    all.put("preview", () -> new PreviewCommand(console, environment));
    all.put("secret", () -> SecretCommand.commandLine(console, database));
    all.put("db", () -> DbCommand.commandLine(console, environment, database));
    return all;
  }

  private static CommandLine laid(CommandLine root, Console console) {
    root.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.terminal().colours() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.clamp(console.columns(), NARROWEST, WIDEST))
        .registerConverter(HybridSearch.Mode.class, choice(HybridSearch.Mode.class))
        .registerConverter(Sweep.class, choice(Sweep.class))
        .registerConverter(Missed.class, choice(Missed.class))
        .registerConverter(Overlap.class, choice(Overlap.class))
        .registerConverter(LogFormatOption.Format.class, choice(LogFormatOption.Format.class))
        .registerConverter(ZoneId.class, Commands::zone)
        .registerConverter(Integer.class, number(Integer::valueOf))
        .registerConverter(CompletionCommand.Shell.class, choice(CompletionCommand.Shell.class))
        .registerConverter(int.class, number(Integer::valueOf))
        .registerConverter(Long.class, number(Long::valueOf))
        .setExpandAtFiles(false);
    lay(root);
    return root;
  }

  /** Gives each help the same layout. */
  private static void lay(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.abbreviateSynopsis(true);
    usage.sortOptions(false);
    usage.parameterListHeading("%nArguments:%n");
    usage.optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    if (usage.footer().length > 0) {
      usage.footerHeading("%nExamples:%n");
    }
    command.getSubcommands().values().forEach(Commands::lay);
  }

  private static <E extends Enum<E>> ITypeConverter<E> choice(Class<E> type) {
    return text ->
        Arrays.stream(type.getEnumConstants())
            .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'"
                            + text
                            + "' is none of "
                            + Arrays.stream(type.getEnumConstants())
                                .map(Commands::word)
                                .collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException("'" + text + "' is no time zone, as Europe/Amsterdam is");
    }
  }

  private static <T> ITypeConverter<T> number(ITypeConverter<T> parse) {
    return text -> {
      try {
        return parse.convert(text);
      } catch (NumberFormatException e) {
        String fault =
            text.matches("[+-]?\\d+") ? "is too large a number" : "is not a whole number";
        throw new TypeConversionException("'" + text + "' " + fault);
      }
    };
  }
}
