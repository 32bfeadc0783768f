package io.oyl.ingest.cli;

import io.oyl.ingest.report.Printable;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence. */
final class Misuse {
  private static final String VALUE =
      "^Invalid value for (?:option '|positional parameter at index \\S+ \\()([^')]+)(?:'|\\)): ";

  private Misuse() {}

  static String sentence(ParameterException e) {
    CommandLine command = e.getCommandLine();
    List<String> unmatched =
        e instanceof UnmatchedArgumentException || e instanceof MissingParameterException
            ? command.getUnmatchedArguments()
            : List.of();
    boolean takesCommands = !command.getSubcommands().isEmpty();
    // behind a command that there is not, nothing is known
    Optional<String> option =
        unmatched.stream()
            .limit(takesCommands ? 1 : unmatched.size())
            .filter(word -> word.startsWith("-"))
            .findFirst();
    if (option.isPresent()) {
      String place = takesCommands ? ", options of a command stand behind it" : "";
      return "unknown option " + Printable.of(option.get()) + meant(e, option.get()) + place;
    }
    if (!(e instanceof UnmatchedArgumentException) || unmatched.isEmpty()) {
      return Printable.of(inOurWords(String.valueOf(e.getMessage())));
    }
    String word = unmatched.getFirst();
    if (!takesCommands) {
      return Printable.of(word) + " is one argument too many";
    }
    String parent = command.getParent() == null ? "" : command.getCommandName() + " ";
    return "there is no command " + parent + Printable.of(word) + meant(e, word);
  }

  private static String inOurWords(String message) {
    return message
        .replaceFirst("^Error: ", "")
        .replaceFirst(VALUE, "$1: ")
        .replaceFirst("\\.$", "");
  }

  /** Picocli finds something for every word; what begins otherwise is not meant. */
  private static String meant(ParameterException e, String word) {
    return e instanceof UnmatchedArgumentException unmatched
        ? unmatched.getSuggestions().stream()
            .filter(suggestion -> !word.isEmpty() && suggestion.charAt(0) == word.charAt(0))
            .findFirst()
            .map(suggestion -> ", did you mean " + suggestion + "?")
            .orElse("")
        : "";
  }
}
