package io.oyl.ingest.job;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings that there are, read off the records that hold their values. */
final class KnownSettings {
  /** Stands in a name for what the user calls a model or a schedule. */
  private static final String ANY = "*";

  private final Map<String, Kind> kinds = new TreeMap<>();

  /** What a name stands for. */
  enum Kind {
    /** Has settings below it, and no value of its own. */
    GROUP,
    /** A value that cannot be empty. */
    NEEDED,
    /** A value that may be empty. */
    OPTIONAL,
    /** Any number of values. */
    LIST
  }

  private KnownSettings() {}

  /** All that a record holds, the records inside of it included. */
  static KnownSettings of(String prefix, Class<? extends Record> settings) {
    KnownSettings known = new KnownSettings();
    known.add(prefix, settings);
    return known;
  }

  private void add(String group, Class<?> record) {
    kinds.put(group, Kind.GROUP);
    for (RecordComponent component : record.getRecordComponents()) {
      String name = group + "." + PropertyList.property(component.getName());
      Class<?> type = component.getType();
      if (type == Map.class
          && component.getGenericType() instanceof ParameterizedType map
          && map.getActualTypeArguments()[1] instanceof Class<?> each) {
        kinds.put(name, Kind.GROUP);
        add(name + "." + ANY, each);
      } else if (type.isRecord()) {
        add(name, type);
      } else {
        kinds.put(name, kind(component));
      }
    }
  }

  private static Kind kind(RecordComponent component) {
    if (component.getType() == List.class) {
      return Kind.LIST;
    }
    boolean mayBeEmpty =
        component.getType() == String.class
            || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return mayBeEmpty ? Kind.OPTIONAL : Kind.NEEDED;
  }

  /** What a name stands for, in whichever way it is written; empty when there is no such name. */
  Optional<Kind> kind(String name) {
    List<String> words = words(name);
    return kinds.entrySet().stream()
        .filter(known -> isOneOf(words, words(known.getKey())))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isOneOf(List<String> words, List<String> known) {
    if (words.size() != known.size()) {
      return false;
    }
    for (int i = 0; i < words.size(); i++) {
      if (!known.get(i).equals(ANY) && !known.get(i).equals(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * As Spring compares names: {@code max-depth}, {@code maxDepth} and {@code max_depth} are one.
   */
  private static List<String> words(String name) {
    return List.of(name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT).split("\\.", -1));
  }

  /** A known name with the user's words where they are free. */
  private static String named(String known, String name) {
    String[] words = known.split("\\.", -1);
    String[] given = name.split("\\.", -1);
    for (int i = 0; i < words.length; i++) {
      if (words[i].equals(ANY)) {
        words[i] = i < given.length ? given[i] : "NAME";
      }
    }
    return String.join(".", words);
  }

  /** Whether a setting has this name at its end. */
  boolean endsIn(String name) {
    return kinds.keySet().stream().anyMatch(known -> known.endsWith("." + name));
  }

  /** The setting that was meant by a name that there is not; empty when that is anybody's guess. */
  Optional<String> meant(String name) {
    List<String> settings =
        kinds.entrySet().stream()
            .filter(known -> known.getValue() != Kind.GROUP)
            .map(known -> named(known.getKey(), name))
            .toList();
    List<String> longer =
        settings.stream().filter(setting -> setting.endsWith("." + name)).toList();
    return longer.size() == 1
        ? Optional.of(longer.getFirst())
        : SimilarName.of(name, settings.stream());
  }
}
