package io.oyl.ingest.job;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings as the names and values of a settings file, without what is secret in them. */
final class PropertyList {
  private static final Pattern SECRET = Pattern.compile(".*(keys?|password|secret|credentials)");

  private PropertyList() {}

  /** Every value that is set below a prefix; of a secret only that it is. */
  static Map<String, String> of(String prefix, Record settings) {
    Map<String, String> properties = new TreeMap<>();
    collect(prefix, settings, properties);
    return properties;
  }

  private static void collect(String name, @Nullable Object value, Map<String, String> properties) {
    switch (value) {
      case null -> {}
      case Record settings -> {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
          collect(
              name + "." + property(component.getName()), read(component, settings), properties);
        }
      }
      case Map<?, ?> map -> map.forEach((key, each) -> collect(name + "." + key, each, properties));
      default ->
          properties.put(name, SECRET.matcher(name).matches() ? "set" : String.valueOf(value));
    }
  }

  /** A record's component as the settings file names it. */
  static String property(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object read(RecordComponent component, Record settings) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
