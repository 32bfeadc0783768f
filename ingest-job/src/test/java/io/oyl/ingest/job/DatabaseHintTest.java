package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseHintTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          08001 | Connection refused.                             | start the server or see INGEST_DB_URL
          08004 | no password was provided                        | see INGEST_DB_USER and INGEST_DB_PASSWORD
          28P01 | password authentication failed                  | see INGEST_DB_USER and INGEST_DB_PASSWORD
          3D000 | database "x" does not exist                     | create it or see INGEST_DB_URL
          42501 | permission denied for schema public             | the owner of its tables
          42501 | permission denied to create extension "vector"  | an administrator runs create extension vector
          58P01 | could not open extension control file           | the extension vector (pgvector 0.8 or later)
          """)
  void whoCannotOpenADatabaseIsToldWhatToDo(String state, String message, String hint) {
    Exception e = new IllegalStateException("pool", new SQLException(message, state));

    assertThat(Sentence.ofDatabase(e) + DatabaseHint.of(e))
        .startsWith(message.replaceFirst("\\.$", "") + ", ")
        .contains(hint);
  }

  @Test
  void aHostThatNobodyKnowsIsCalledSo() {
    Exception e = new SQLException("failed", "08001", new UnknownHostException("db.example"));

    assertThat(Sentence.ofDatabase(e) + DatabaseHint.of(e))
        .isEqualTo("there is no host db.example, start the server or see INGEST_DB_URL");
  }
}
