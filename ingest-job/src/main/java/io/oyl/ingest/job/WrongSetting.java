package io.oyl.ingest.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.NestedExceptionUtils;

/** Finds out of a failed start which setting is wrong, and says so in one sentence. */
final class WrongSetting {
  private WrongSetting() {}

  /**
   * Makes a part of the program that depends on settings.
   *
   * @throws SettingsException when it cannot be made because of one
   */
  static <T> T named(Supplier<T> part) {
    try {
      return part.get();
    } catch (BeansException e) {
      throw in(e).orElse(e);
    }
  }

  /** Empty when the failure has another cause than a setting. */
  static Optional<RuntimeException> in(Throwable failure) {
    BindException bind = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException found) {
        bind = found;
      }
    }
    Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
    String message = named(String.valueOf(root.getMessage()), bind);
    boolean named = root instanceof IllegalArgumentException && message.startsWith("ingest.");
    if (!named && bind != null && bind.getProperty() != null) {
      ConfigurationProperty property = bind.getProperty();
      return said(
          "%s is '%s', which cannot be%s"
              .formatted(property.getName(), property.getValue(), choices(bind)),
          failure);
    }
    return root instanceof IllegalArgumentException ? said(message, failure) : Optional.empty();
  }

  private static String choices(BindException bind) {
    Class<?> type = bind.getTarget().getType().resolve();
    return type == null || !type.isEnum()
        ? ""
        : Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", ": it is one of ", ""));
  }

  /** A model of {@code ingest.models} has the properties of {@code ingest.embed}. */
  private static String named(String message, @Nullable BindException bind) {
    return bind == null
        ? message
        : message.replaceFirst("^ingest\\.embed\\b", bind.getName().toString());
  }

  private static Optional<RuntimeException> said(String sentence, Throwable failure) {
    return Optional.of(new SettingsException("wrong setting: " + sentence, failure));
  }
}
