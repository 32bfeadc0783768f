package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder;

  private final CapturedConsole captured = new CapturedConsole();

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(captured.run("--help")).isZero();
    assertThat(captured.out())
        .contains(commands().stream().filter(name -> !name.contains(" ")).toList())
        .contains("Exit codes:", "  0   ", "  1   ", "  2   ", "  3   ")
        .contains("INGEST_DB_URL", "Examples:");
    assertThat(captured.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasItsHelpWithExamples(String command) {
    assertThat(captured.run((command + " --help").split(" ", -1))).isZero();
    assertThat(captured.out())
        .startsWith("Usage: bin/ingest " + command)
        .contains("--json", "Examples:")
        .doesNotContain("${", "\u001B");
    assertThat(
            captured.out().lines().skip(1).filter(line -> line.contains("bin/ingest " + command)))
        .as("examples")
        .isNotEmpty();
    assertThat(captured.err()).isEmpty();
  }

  static List<String> commands() {
    List<String> names = new ArrayList<>();
    CommandLine root =
        Commands.of(new CapturedConsole().console(), new Environment(Map.of("HOME", "/nowhere")));
    addCommands(root, "", names);
    return names;
  }

  private static void addCommands(CommandLine parent, String path, List<String> names) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                names.add((path + " " + name).strip());
                addCommands(command, path + " " + name, names);
              }
            });
  }

  @Test
  void noCommandShowsTheHelpAsAnError() {
    assertThat(captured.run()).isEqualTo(2);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).startsWith("Usage: bin/ingest ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          schedul x            | there is no command schedul, did you mean schedule?
          schedule --cron @daily | --cron needs --inbox or --path
          schedule --inbox .   | --inbox and --path need --cron
          schedule --inbox . --cron x | ingest.schedules.schedule.cron 'x' is no cron expression: it has five fields, as in a crontab, or six with the seconds first, not 1
          schedule --zone Mars | 'Mars' is no time zone
          schedule --zone UTC  | --zone describes a schedule, with --inbox or --path; those of ingest.schedules say theirs themselves
          schedule --once --tenant a | --tenant describes a schedule
          schedule --missed x  | 'x' is none of once, skip
          --tenant a status    | unknown option --tenant, options of a command stand behind it
          worker --address ::: | --address: there is no address :::
          worker --once --port 1 | --once opens no port
          schedule --once --address ::1 | --once opens no port
          worker --port 70000  | --port is a number from 0 to 65535
          worker --log-format x | 'x' is none of text, json
          run --settle -1 .    | --settle is a number of seconds from 0 on
          restart              | Missing required parameter: 'RUN'
          abandon x            | 'x' is not a whole number
          stats                | did you mean status?
          -x                   | unknown option -x
          run                  | Missing required parameter: 'PATH'
          run /no/such/thing   | there is no file or folder /no/such/thing
          run --tenant         | --tenant
          run --foo /tmp       | ingest: unknown option --foo (see bin/ingest run --help)
          run --foo            | ingest: unknown option --foo (see bin/ingest run --help)
          run --tennant a .    | unknown option --tennant, did you mean --tenant?
          status x             | ingest: x is one argument too many (see bin/ingest status --help)
          nosuch               | ingest: there is no command nosuch (see bin/ingest --help)
          runs abc             | ingest: ID: 'abc' is not a whole number
          runs 99999999999999999999 | ID: '99999999999999999999' is too large a number
          runs -n 0            | --limit is a number from 1 on
          run --sweep no .     | 'no' is none of safe, always, never
          run --wait /no/such  | there is no file or folder /no/such
          run --wait -1 .      | --wait is a number of seconds from 0 on
          stop                 | Missing required parameter: 'RUN'
          stop x               | 'x' is not a whole number
          purge                | ingest: Missing required argument (specify one of these): (--before
          help nosuch          | Unknown subcommand 'nosuch' (see bin/ingest --help)
          purge --before x     | --before is a day like 2026-01-31, not x
          purge --older-than 3 | --older-than is a number of days or hours
          search               | Missing required parameter: 'TEXT'
          search -k 0 word     | -k is a number from 1 to 1000
          search -k many word  | ingest: --count: 'many' is not a whole number
          search --mode x word | 'x' is none of hybrid, vector, text
          completion fish      | 'fish' is none of bash, zsh
          completion           | Missing required parameter: 'bash|zsh'
          report x             | 'x' is not a whole number
          retry --reason bad   | there is no reason bad:
          files --state bad    | there is no state bad: pending, stored
          files --state ,      | --state names no state: pending, stored
          files --state=       | --state names no state: pending, stored
          preview /no/such     | there is no file /no/such
          secret set           | Missing required parameter: 'NAME'
          secret show          | there is no command secret show
          db restart           | there is no command db restart
          """)
  void aWrongCommandLineIsOneLineAndExitCode2(String commandLine, String sentence) {
    assertThat(captured.run(commandLine.split(" ", -1))).isEqualTo(2);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err())
        .startsWith("ingest: ")
        .contains(sentence)
        .doesNotContain("Exception", "\tat ")
        .satisfies(err -> assertThat(err.lines()).hasSize(1));
  }

  @Test
  void anErrorIsOneJsonValueToo() {
    assertThat(captured.run("run", "--json", "/no/such/thing")).isEqualTo(2);
    assertThat(captured.out())
        .isEqualTo("{\"error\":\"there is no file or folder /no/such/thing\"}\n");
  }

  @Test
  void anUnknownCommandIsNamedWhateverStandsBehindIt() {
    assertThat(captured.run("statsu", "--json", "-n", "3")).isEqualTo(2);
    assertThat(captured.out())
        .isEqualTo(
            "{\"error\":\"there is no command statsu, did you mean status?"
                + " (see bin/ingest --help)\"}\n");
  }

  @Test
  void aServiceWithoutAScheduleOpensNothing() {
    Map<String, String> environment =
        Map.of(
            "INGEST_HOME",
            folder.toString(),
            "INGEST_DB_URL",
            "jdbc:postgresql://127.0.0.1:1/none");
    assertThat(captured.run(environment, "schedule")).isEqualTo(2);
    assertThat(captured.err()).startsWith("ingest: there is no schedule: ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"home", "home/below"})
  void aHomeThatCannotBeAFolderIsOneSentence(String home) throws IOException {
    Path file = Files.createFile(folder.resolve("home"));
    for (String command : List.of("status", "db start", "db stop", "search x")) {
      CapturedConsole console = new CapturedConsole();
      Map<String, String> environment = Map.of("INGEST_HOME", folder.resolve(home).toString());
      assertThat(console.run(environment, command.split(" ", -1))).as(command).isEqualTo(2);
      assertThat(console.err())
          .startsWith("ingest: INGEST_HOME cannot be " + file)
          .endsWith(" is not a folder\n")
          .hasLineCount(1);
    }
  }

  @Test
  void aProgramThatIsToReadScansAndIsNotThereIsAWrongSetting() throws IOException {
    Path file = Files.writeString(folder.resolve("notice.txt"), "Three months.");
    Files.writeString(
        folder.resolve("application.yaml"), "ingest.extract.ocr.program: /no/such/program\n");
    Map<String, String> environment = Map.of("INGEST_HOME", folder.toString());
    assertThat(captured.run(environment, "preview", file.toString())).isEqualTo(2);
    assertThat(captured.err())
        .contains("INGEST_TESSERACT", "is /no/such/program, and there is no such file")
        .hasLineCount(1);
  }

  @Test
  void aFolderInPlaceOfTheSettingsIsNotPassedOver() throws IOException {
    Path settings = Files.createDirectory(folder.resolve("application.yaml"));
    Path file = Files.writeString(folder.resolve("notice.txt"), "Three months.");
    Map<String, String> environment = Map.of("INGEST_HOME", folder.toString());
    assertThat(captured.run(environment, "preview", file.toString())).isEqualTo(2);
    assertThat(captured.err())
        .isEqualTo("ingest: " + settings + " is a folder, not a file of settings\n");
  }

  @Test
  void aScopeThatChangesNothingIsTakenAndThatIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("notice.txt"), "Three months.");
    Map<String, String> environment =
        Map.of("INGEST_HOME", folder.toString(), "INGEST_DB_URL", "jdbc:postgresql://host/db");
    assertThat(captured.run(environment, "preview", "--tenant", "a", file.toString())).isZero();
    assertThat(captured.run(environment, "db", "url", "--reference", "a")).isZero();
    assertThat(captured.err())
        .isEqualTo(
            """
            ingest: preview opens no database: --tenant, --workspace and --reference change nothing
            ingest: db is about the whole database: --tenant, --workspace and --reference change nothing
            """);
  }

  @Test
  void aNameThatWouldDriveTheTerminalIsEscaped() {
    captured.run("run", "/no/\u001B[31m\u202Ename");
    assertThat(captured.err()).contains("/no/\\x1b[31m\\u202ename").doesNotContain("\u001B");
  }

  @Test
  void aBlankScopeOrSourceIsRefused() {
    assertThat(captured.run("status", "--tenant", " ")).isEqualTo(2);
    assertThat(captured.run("run", "--source", "", folder.toString())).isEqualTo(2);
    assertThat(captured.err())
        .contains("--tenant needs a name that is not blank")
        .contains("--source needs a name that is not blank");
  }

  @Test
  void aPathThatIsEmptyIsNotTheFolderOneIsIn() {
    assertThat(captured.run("preview", "")).isEqualTo(2);
    assertThat(captured.run("run", "")).isEqualTo(2);
    assertThat(captured.err()).contains("FILE is empty", "a PATH is empty").hasLineCount(2);
  }

  @Test
  void aTagThatNobodyCouldReadIsRefused() {
    assertThat(captured.run("run", "--tag", " ", folder.toString())).isEqualTo(2);
    assertThat(captured.run("run", "--tag", "a\nb", folder.toString())).isEqualTo(2);
    assertThat(captured.run("run", "--tag", "a".repeat(101), folder.toString())).isEqualTo(2);
    assertThat(captured.err())
        .contains("a tag is not empty")
        .contains("a tag has no control characters")
        .contains("a tag has at most 100 characters");
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithoutQuotingIt() {
    Map<String, String> environment = Map.of("INGEST_DB_URL", "mysql://me:secret@host/db");
    assertThat(captured.run(environment, "status")).isEqualTo(2);
    assertThat(captured.err()).contains("jdbc:postgresql://").doesNotContain("secret");
  }

  @Test
  void aNamedDatabaseLeavesThePrivateServerNothingToDo() {
    Map<String, String> environment = Map.of("INGEST_DB_URL", "jdbc:postgresql://host/db");
    assertThat(captured.run(environment, "db", "start")).isZero();
    assertThat(captured.run(environment, "db", "stop", "--reference", "ignored")).isZero();
    assertThat(captured.out()).contains("no private PostgreSQL to start or stop");
  }

  @Test
  void theUrlOfANamedDatabaseHasUserAndPassword() {
    Map<String, String> environment =
        Map.of(
            "INGEST_DB_URL", "jdbc:postgresql://host:5432/db?sslmode=require",
            "INGEST_DB_USER", "me",
            "INGEST_DB_PASSWORD", "a&b c");
    assertThat(captured.run(environment, "db", "url", "--json")).isZero();
    assertThat(captured.out())
        .isEqualTo(
            """
            {"url":"jdbc:postgresql://host:5432/db?sslmode=require&user=me&password=a%26b%20c",\
            "user":"me","password":"a&b c",\
            "psql":"postgresql://host:5432/db?sslmode=require&user=me&password=a%26b%20c"}
            """);
  }

  @Test
  void aDemoWithoutItsSamplesSaysHowToFindThem() {
    Map<String, String> environment = Map.of("INGEST_APP_HOME", folder.toString());
    assertThat(captured.run(environment, "demo")).isEqualTo(2);
    assertThat(captured.err()).contains("INGEST_APP_HOME");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(captured.run("--version")).isZero();
    assertThat(captured.out()).startsWith("ingest ").endsWith("Java 25\n");
  }
}
