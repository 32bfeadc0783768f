package io.oyl.ingest.job;

import io.oyl.ingest.store.Migrations;
import io.oyl.ingest.store.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/** Starts the program's parts on a database, and brings its tables up to date. */
final class Opening {
  /** Two runs at a time need some six each, and health and figures one. */
  private static final int SERVICE_CONNECTIONS = 16;

  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

  private final DatabaseSettings database;
  private final Path home;

  /**
   * Starts nothing yet.
   *
   * @param home the folder of the settings file {@code application.yaml}
   */
  Opening(DatabaseSettings database, Path home) {
    this.database = database;
    this.home = home;
  }

  /** As {@link Ingest#open} says. */
  ConfigurableApplicationContext forCommand() {
    return migrated(started(WebApplicationType.NONE, List.of(), List.of()));
  }

  /** As {@link Ingest#serve} says. */
  ConfigurableApplicationContext forService(Class<?> configuration, List<String> properties) {
    List<String> all = new ArrayList<>(properties);
    all.add("--spring.datasource.hikari.maximum-pool-size=" + SERVICE_CONNECTIONS);
    all.add("--management.health.diskspace.path=" + home);
    return migrated(started(WebApplicationType.SERVLET, List.of(configuration), all));
  }

  /** As {@link Ingest#withoutDatabase} says. */
  static ConfigurableApplicationContext withoutDatabase(Path home) {
    return new Opening(new DatabaseSettings("jdbc:postgresql:", "", ""), home)
        .started(WebApplicationType.NONE, List.of(), List.of());
  }

  /** As {@link Ingest#look} says. */
  Views look() {
    Supplier<Optional<Views>> views =
        () -> Views.open(database.url(), database.user(), database.password());
    try {
      Optional<Views> current = views.get();
      if (current.isPresent()) {
        return current.get();
      }
      forCommand().close();
      return views
          .get()
          .orElseThrow(() -> new IllegalStateException("its tables are not up to date"));
    } catch (SettingsException | RunFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw cannotOpen(e);
    }
  }

  private ConfigurableApplicationContext migrated(ConfigurableApplicationContext context) {
    try {
      Migrations.migrate(WrongSetting.named(() -> context.getBean(DataSource.class)));
      return context;
    } catch (SettingsException e) {
      context.close();
      throw e;
    } catch (RuntimeException e) {
      context.close();
      throw cannotOpen(e);
    }
  }

  private RunFailedException cannotOpen(RuntimeException e) {
    return new RunFailedException(
        "cannot open the database "
            + database.name()
            + ": "
            + Sentence.ofDatabase(e)
            + DatabaseHint.of(e),
        e);
  }

  private ConfigurableApplicationContext started(
      WebApplicationType web, List<Class<?>> configurations, List<String> properties) {
    ConfigurableApplicationContext context = context(web, configurations, properties);
    try {
      WrongSetting.named(() -> context.getBean(IngestProperties.class));
      return context;
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private ConfigurableApplicationContext context(
      WebApplicationType web, List<Class<?>> configurations, List<String> properties) {
    List<String> arguments = new ArrayList<>(properties);
    arguments.add("--spring.datasource.url=" + database.url());
    arguments.add("--spring.datasource.username=" + database.user());
    arguments.add("--spring.datasource.password=" + database.password());
    Path settings = home.resolve("application.yaml");
    if (Files.isDirectory(settings)) { // Spring would pass it over
      throw new SettingsException(settings + " is a folder, not a file of settings", null);
    }
    try {
      return new SpringApplicationBuilder(IngestConfiguration.class)
          .sources(configurations.toArray(Class<?>[]::new))
          .web(web)
          .bannerMode(Banner.Mode.OFF)
          .logStartupInfo(false)
          .lazyInitialization(true)
          .registerShutdownHook(false) // a run ends first, see StopOnExit
          .initializers(
              fresh -> SettingsFile.check(fresh.getEnvironment().getPropertySources(), settings))
          .properties(
              "ingest.embed.native-cache=" + home.resolve("natives"),
              "spring.config.location=classpath:/application.yaml,optional:" + settings.toUri())
          .run(arguments.toArray(String[]::new));
    } catch (SettingsException e) {
      throw e;
    } catch (RuntimeException e) {
      throw WrongSetting.in(e)
          .orElseGet(
              () ->
                  new SettingsException(
                      "cannot read " + settings + ": " + Sentence.of(e) + place(e), e));
    }
  }

  /** Where in a file of settings its form is wrong; empty when that is not the fault. */
  private static String place(RuntimeException e) {
    String message = String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    Matcher place = PLACE.matcher(message);
    return place.find() ? " (" + place.group() + ")" : "";
  }
}
