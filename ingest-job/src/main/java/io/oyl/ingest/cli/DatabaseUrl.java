package io.oyl.ingest.cli;

import io.oyl.ingest.job.DatabaseSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to write down where a database is. User and password are kept out of the URL. */
final class DatabaseUrl {
  private static final String JDBC = "jdbc:postgresql:";
  private static final Pattern HOSTS = Pattern.compile("^" + JDBC + "//([^/?]*)");
  private static final int LAST_PORT = 65_535;
  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private DatabaseUrl() {}

  /**
   * Reads INGEST_DB_URL, a JDBC URL or a URI as {@code psql} takes it. INGEST_DB_USER and
   * INGEST_DB_PASSWORD count before what stands in it.
   *
   * @throws UsageException when it is neither, or its {@code sslmode} is none; the message does not
   *     quote the URL, which may hold a password
   */
  static DatabaseSettings parse(Map<String, String> environment) {
    String url = environment.getOrDefault("INGEST_DB_URL", "").strip();
    String userInfo = "";
    if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
      URI uri = uri(url);
      userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
      String withoutUser = url.substring(url.indexOf("://") + 3).substring(userInfoLength(uri));
      url = JDBC + "//" + withoutUser;
    } else if (!url.startsWith(JDBC)) {
      throw refused();
    }
    requireHosts(url);
    int question = url.indexOf('?');
    Map<String, String> parameters =
        question < 0 ? new LinkedHashMap<>() : parameters(url.substring(question + 1));
    requireSslMode(parameters.get("sslmode"));
    // libpq takes it in small letters only
    parameters.computeIfPresent("sslmode", (_, mode) -> mode.toLowerCase(Locale.ROOT));
    String base = question < 0 ? url : url.substring(0, question);
    String[] login = userInfo.split(":", 2);
    String urlUser = or(parameters.remove("user"), decoded(login[0]));
    String urlPassword =
        or(parameters.remove("password"), login.length < 2 ? "" : decoded(login[1]));
    return new DatabaseSettings(
        withParameters(base, parameters),
        or(environment.get("INGEST_DB_USER"), or(urlUser, System.getProperty("user.name", ""))),
        or(environment.get("INGEST_DB_PASSWORD"), urlPassword));
  }

  /** The JDBC URL with user and password, for another program. */
  static String jdbc(DatabaseSettings database) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("user", database.user());
    if (!database.password().isEmpty()) {
      parameters.put("password", database.password());
    }
    return withParameters(database.url(), parameters);
  }

  /** The same for {@code psql} and other programs that use libpq. */
  static String psql(DatabaseSettings database) {
    return jdbc(database).substring("jdbc:".length());
  }

  /** Of a port that is none the driver would only quote the URL. */
  private static void requireHosts(String url) {
    Matcher hosts = HOSTS.matcher(url);
    if (hosts.find() && !Stream.of(hosts.group(1).split(",", -1)).allMatch(DatabaseUrl::isHost)) {
      throw refused();
    }
  }

  /** Whether brackets are closed, and what stands behind the last colon, if any, can be a port. */
  private static boolean isHost(String host) {
    if (host.startsWith("[") != host.contains("]")) {
      return false;
    }
    String port = host.substring(Math.max(host.lastIndexOf(']'), host.lastIndexOf(':')) + 1);
    if (port.isEmpty() || port.length() == host.length()) {
      return true;
    }
    return port.matches("\\d{1,5}")
        && Integer.parseInt(port) > 0
        && Integer.parseInt(port) <= LAST_PORT;
  }

  /** The driver would take it for a database that does not answer. */
  private static void requireSslMode(@Nullable String mode) {
    if (mode != null && SSL_MODES.stream().noneMatch(mode::equalsIgnoreCase)) {
      // what is no word may be a parameter behind a wrong sign, such as the password
      String shown = mode.matches("[A-Za-z-]{1,20}") ? "sslmode=" + mode : "an sslmode";
      throw new UsageException(
          "INGEST_DB_URL has %s, which is none of %s"
              .formatted(shown, String.join(", ", SSL_MODES)));
    }
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  private static int userInfoLength(URI uri) {
    return uri.getRawUserInfo() == null ? 0 : uri.getRawUserInfo().length() + 1;
  }

  private static UsageException refused() {
    return new UsageException(
        "INGEST_DB_URL is not a URL of a PostgreSQL database: write"
            + " jdbc:postgresql://HOST:PORT/DATABASE, or unset it to use a private server");
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (!parts[0].isEmpty()) {
        parameters.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
      }
    }
    return parameters;
  }

  private static String withParameters(String url, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? url : url + (url.indexOf('?') < 0 ? "?" : "&") + query;
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }

  /** A plus is a plus in libpq's URIs, and a space is written %20 in both. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
