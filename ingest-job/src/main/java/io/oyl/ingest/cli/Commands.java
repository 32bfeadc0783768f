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
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** All commands under one root, and what they have in common. */
final class Commands {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 100;

  private Commands() {}

  static CommandLine of(Console console, Environment environment) {
    Database database = new Database(environment, console);
    CommandLine verify = new CommandLine(new VerifyCommand(console, database));
    CommandLine db = DbCommand.commandLine(console, environment, database);
    CommandLine secret = SecretCommand.commandLine(console, database);
    CommandLine completion = new CommandLine(new CompletionCommand(console));
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec().usageMessage().hidden(true);
    // every command takes a scope; these have no use for it
    CommandLine rotate = secret.getSubcommands().get("rotate");
    Stream.concat(Stream.of(verify, completion, rotate), db.getSubcommands().values().stream())
        .forEach(Commands::acceptScope);
    CommandLine root =
        new CommandLine(new IngestCommand())
            .addSubcommand(new DemoCommand(console, environment, database))
            .addSubcommand(new RunCommand(console, database))
            .addSubcommand(new PlanCommand(console, database))
            .addSubcommand(new StatusCommand(console, database))
            .addSubcommand(new FilesCommand(console, database))
            .addSubcommand(new RetryCommand(console, database))
            .addSubcommand(new RunsCommand(console, database))
            .addSubcommand(new ReportCommand(console, database))
            .addSubcommand(new StopCommand(console, database))
            .addSubcommand(new RestartCommand(console, database))
            .addSubcommand(new AbandonCommand(console, database))
            .addSubcommand(new ScheduleCommand(console, database))
            .addSubcommand(new WorkerCommand(console, database))
            .addSubcommand(new SearchCommand(console, database))
            .addSubcommand(new ReembedCommand(console, database))
            .addSubcommand(new PurgeCommand(console, database))
            .addSubcommand(verify)
            .addSubcommand(new PreviewCommand(console, environment))
            .addSubcommand(secret)
            .addSubcommand(db)
            .addSubcommand(completion)
            .addSubcommand(help)
            .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(
                    console.terminal().colours() ? Ansi.ON : Ansi.OFF))
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

  private static void acceptScope(CommandLine command) {
    for (String option : new String[] {"--tenant", "--workspace", "--reference"}) {
      command
          .getCommandSpec()
          .addOption(OptionSpec.builder(option).type(String.class).hidden(true).build());
    }
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
        throw new TypeConversionException("'" + text + "' is not a whole number");
      }
    };
  }
}
