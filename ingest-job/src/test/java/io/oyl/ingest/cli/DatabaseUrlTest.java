package io.oyl.ingest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.job.DatabaseSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void userAndPasswordOfTheUrlMoveOutOfIt() {
    assertThat(parse("jdbc:postgresql://host:5433/db?user=me&ssl=true&password=p%26w"))
        .isEqualTo(new DatabaseSettings("jdbc:postgresql://host:5433/db?ssl=true", "me", "p&w"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://", "postgresql://"})
  void aUriOfPsqlIsUnderstood(String scheme) {
    assertThat(parse(scheme + "me:p%40+w@host:5433/db?sslmode=require"))
        .isEqualTo(
            new DatabaseSettings("jdbc:postgresql://host:5433/db?sslmode=require", "me", "p@+w"));
    assertThat(parse(scheme + "host/db").url()).isEqualTo("jdbc:postgresql://host/db");
  }

  @Test
  void theVariablesCountBeforeTheUrl() {
    assertThat(
            DatabaseUrl.parse(
                Map.of(
                    "INGEST_DB_URL", "jdbc:postgresql://host/db?user=a&password=b",
                    "INGEST_DB_USER", "c",
                    "INGEST_DB_PASSWORD", "d")))
        .isEqualTo(new DatabaseSettings("jdbc:postgresql://host/db", "c", "d"));
  }

  @Test
  void withoutAUserItIsTheAccountAsEverywhereWithPostgres() {
    assertThat(parse("jdbc:postgresql://host/db"))
        .isEqualTo(
            new DatabaseSettings("jdbc:postgresql://host/db", System.getProperty("user.name"), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host/db",
        "jdbc:mysql://x",
        "postgres://a b",
        "jdbc:postgresql://h/d?a=%",
        "jdbc:postgresql://h:p/d",
        "jdbc:postgresql://h:0/d",
        "jdbc:postgresql://g:1,h:65536/d",
        "jdbc:postgresql://[::1]:x/d",
        "jdbc:postgresql://[::1/d",
        "jdbc:postgresql://me:secret@h/d"
      })
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE");
  }

  @Test
  void aModeOfTlsThatThereIsNotIsNamed() {
    assertThat(parse("jdbc:postgresql://h/d?sslmode=VERIFY-FULL").url())
        .endsWith("sslmode=verify-full");
    assertThatThrownBy(() -> parse("postgres://me:secret@h/d?sslmode=required"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("sslmode=required")
        .hasMessageContaining("verify-full")
        .hasMessageNotContaining("secret");
  }

  @Test
  void whatIsNoModeOfTlsIsNotQuoted() {
    assertThatThrownBy(() -> parse("postgres://me@h/d?sslmode=require;password=s3cret"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("verify-full")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "//", "//h/d", "//h:/d", "//[::1]/d", "//[::1]:65535/d", "//g:1,h/d"})
  void whereItIsStaysAsItIsWritten(String place) {
    assertThat(parse("jdbc:postgresql:" + place).url()).isEqualTo("jdbc:postgresql:" + place);
  }

  @Test
  void theUrlForOthersCanBeReadAgain() {
    DatabaseSettings database =
        new DatabaseSettings("jdbc:postgresql://host/db?ssl=true", "me & you", "p=w?&+%ü");
    assertThat(parse(DatabaseUrl.jdbc(database))).isEqualTo(database);
    assertThat(parse(DatabaseUrl.psql(database))).isEqualTo(database);
  }

  private static DatabaseSettings parse(String url) {
    return DatabaseUrl.parse(Map.of("INGEST_DB_URL", url));
  }
}
