package io.oyl.ingest.job;

import io.oyl.ingest.job.KnownSettings.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.MutablePropertySources;

/**
 * Refuses what a file of settings says in vain: Spring passes over names that nobody asks for, and
 * over values where only settings of their own can stand. Beside {@code ingest} a name that is like
 * none of ours, or that other settings use, is the user's own.
 */
final class SettingsFile {
  private static final String ROOT = "ingest";

  private static final KnownSettings OURS = KnownSettings.of(ROOT, IngestProperties.class);

  /** What is below these is for Spring, which has too many names to know them all. */
  private static final Set<String> OF_SPRING =
      Set.of("spring", "logging", "server", "management", "debug", "trace");

  /** Around what is no plain word: a number of a list, a name of the user's. */
  private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]*)\\]");

  private final Path file;
  private final List<String> faults = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * Looks through all files of settings; the program's own is never wrong.
   *
   * @param file the user's, for what tells no place
   * @throws SettingsException when there is something wrong in it
   */
  static void check(MutablePropertySources sources, Path file) {
    SettingsFile checked = new SettingsFile(file);
    List<OriginTrackedMapPropertySource> all =
        sources.stream()
            .filter(OriginTrackedMapPropertySource.class::isInstance)
            .map(OriginTrackedMapPropertySource.class::cast)
            .toList();
    all.forEach(source -> checked.values.addAll(source.getSource().values()));
    all.forEach(checked::check);
    if (!checked.faults.isEmpty()) {
      throw new SettingsException("wrong setting: " + String.join("; ", checked.faults), null);
    }
  }

  private void check(OriginTrackedMapPropertySource source) {
    for (String key : source.getPropertyNames()) {
      String name = BRACKETS.matcher(key).replaceAll(SettingsFile::word);
      if (OF_SPRING.contains(name.split("\\.", 2)[0])) {
        continue;
      }
      boolean isEmpty = String.valueOf(source.getProperty(key)).isEmpty();
      // an item of a list is as good as the list
      String list = key.replaceFirst("\\[\\d+\\]$", "");
      Kind kind = kind(name, list).orElse(null);
      if (kind == null) {
        boolean isForgotten = kind(ROOT + "." + name, ROOT + "." + list).isPresent();
        String meant = isForgotten ? meantBy(ROOT + "." + key) : meant(key);
        if (isOurs(name) || !isOfTheUser(key, meant)) {
          faults.add("there is no setting " + key + place(source, key) + meant);
        }
      } else if (kind == Kind.GROUP && !isEmpty) {
        faults.add(
            key + place(source, key) + " has settings below it and cannot have a value itself");
      } else if (kind == Kind.NEEDED && isEmpty) {
        faults.add(key + place(source, key) + " has no value");
      }
    }
  }

  private static String word(MatchResult brackets) {
    return Matcher.quoteReplacement("." + brackets.group(1).replace('.', '_'));
  }

  private String place(OriginTrackedMapPropertySource source, String key) {
    String line =
        OriginLookup.getOrigin(source, key) instanceof TextResourceOrigin origin
                && origin.getLocation() != null
            ? "line " + (origin.getLocation().getLine() + 1) + " of "
            : "";
    return " (" + line + from(source, key) + ")";
  }

  /** What a name or the list that it is an item of stands for. */
  private static Optional<Kind> kind(String name, String list) {
    return OURS.kind(name).or(() -> OURS.kind(list).filter(Kind.LIST::equals));
  }

  private static String meantBy(String name) {
    return ", did you mean " + name + "?";
  }

  private static boolean isOurs(String name) {
    return name.equals(ROOT) || name.startsWith(ROOT + ".");
  }

  /** Whether it is like no name that there is, or other settings use it. */
  private boolean isOfTheUser(String key, String meant) {
    return (meant.isEmpty() && !OURS.endsIn(key))
        || values.stream()
            .map(String::valueOf)
            .anyMatch(
                value -> value.contains("${" + key + "}") || value.contains("${" + key + ":"));
  }

  /** The user's own file may import others. */
  private Path from(OriginTrackedMapPropertySource source, String key) {
    try {
      return OriginLookup.getOrigin(source, key) instanceof TextResourceOrigin origin
              && origin.getResource() != null
          ? origin.getResource().getFile().toPath()
          : file;
    } catch (IOException e) {
      return file;
    }
  }

  private static String meant(String key) {
    String[] words = key.split("\\.", 2);
    Stream<String> ofSpring = OF_SPRING.stream().sorted();
    return OURS.meant(key)
        .or(
            () ->
                SimilarName.of(words[0], ofSpring)
                    .map(word -> words.length == 1 ? word : word + "." + words[1]))
        .map(SettingsFile::meantBy)
        .orElse("");
  }
}
