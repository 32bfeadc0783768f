package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.oyl.ingest.store.Housekeeping.BesideLoad;
import io.oyl.ingest.testing.PostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class HousekeepingIT {
  private static final int MANY = 9_000;

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  @BeforeEach
  void migrate() {
    Migrations.migrate(postgres.dataSource());
    db().sql("create extension pgstattuple").update();
    db().sql("alter table chunks set (autovacuum_enabled = false)").update();
  }

  @Test
  void manyChunksAreAnalyzedAndTheirTermsMergedBesideALoad() throws InterruptedException {
    store(MANY);
    try (BesideLoad housekeeping = new Housekeeping(db()).besideLoad()) {
      housekeeping.chunksStored(MANY);
      await(() -> pagesOfUnmergedTerms() == 0);
      assertThat(rowsThatThePlannerKnows()).isEqualTo(MANY);
    }
  }

  @Test
  void vectorsBringNoTerms() throws InterruptedException {
    store(MANY);
    try (BesideLoad housekeeping = new Housekeeping(db()).besideLoad()) {
      housekeeping.vectorsStored(MANY);
      await(() -> rowsThatThePlannerKnows() == MANY);
    }
    assertThat(pagesOfUnmergedTerms()).isPositive();
  }

  @Test
  void fewChunksAreNotAnalyzedAndTheirTermsMergedAtTheEnd() {
    store(500);
    try (BesideLoad housekeeping = new Housekeeping(db()).besideLoad()) {
      housekeeping.chunksStored(500);
      assertThat(pagesOfUnmergedTerms()).isPositive();
    }
    assertThat(rowsThatThePlannerKnows()).isNegative();
    assertThat(pagesOfUnmergedTerms()).isZero();
  }

  @Test
  void theWriterMergesOnlyWhatNobodyElseDoes() {
    store(100_000);
    assertThat(pagesOfUnmergedTerms() * 8)
        .as("kB; more than PostgreSQL's own limit, less than ours")
        .isBetween(5_000L, 40_960L);
  }

  @Test
  void aTableWhoseIndexIsBeingBuiltIsNotWaitedFor() throws SQLException {
    store(MANY);
    try (Connection builds = postgres.dataSource().getConnection();
        Statement statement = builds.createStatement()) {
      builds.setAutoCommit(false);
      statement.execute("lock table vectors in share update exclusive mode");
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new Housekeeping(db()).analyze());
    }
    assertThat(rowsThatThePlannerKnows()).isEqualTo(MANY);
  }

  @Test
  void itsFailureFailsNoLoad() {
    store(MANY);
    db().sql("drop index chunks_text_search").update();
    try (BesideLoad housekeeping = new Housekeeping(db()).besideLoad()) {
      housekeeping.chunksStored(MANY);
    }
    assertThat(rowsThatThePlannerKnows()).isEqualTo(MANY);
  }

  private void store(int chunks) {
    db().sql(
            """
            insert into chunks (id, position, text, text_search)
            select gen_random_uuid(), i, 'x', to_tsvector('simple', 'a b c d e f g ' || i)
            from generate_series(1, :chunks) i
            """)
        .param("chunks", chunks)
        .update();
  }

  private long rowsThatThePlannerKnows() {
    return count("select reltuples::bigint from pg_class where oid = 'chunks'::regclass");
  }

  private long pagesOfUnmergedTerms() {
    return count("select pending_pages from pgstatginindex('chunks_text_search')");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(deadline);
      Thread.sleep(20);
    }
  }

  private long count(String query) {
    return db().sql(query).query(Long.class).single();
  }

  private JdbcClient db() {
    return JdbcClient.create(postgres.dataSource());
  }
}
