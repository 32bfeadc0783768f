package io.oyl.ingest.store;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How a reference stands: the views {@code ingest_file_states}, {@code ingest_waiting} and {@code
 * ingest_vector_backlog}.
 */
public final class StatusView {
  private static final String STATES =
      """
      select state, reason, files, documents, characters, chunks
      from ingest_file_states
      where reference_id = :reference
      order by state, reason nulls first
      """;

  private static final String QUEUES =
      """
      select state, files, since, source, source_key
      from ingest_waiting
      where reference_id = :reference
      order by state
      """;

  private static final String BACKLOG =
      """
      select provider, model, chunks, tokens
      from ingest_vector_backlog
      where reference_id = :reference
      """;

  // of a long queue only what the ledger knows
  private static final String BACKLOG_AT_MOST =
      """
      select m.provider, m.name as model, q.chunks, cast(null as bigint) as tokens
      from ingest_waiting q
      join "references" r on r.id = q.reference_id
      join embedding_models m on m.id = r.embedding_model_id
      where q.reference_id = :reference and q.state = 'stored'
      """;

  /** So many stored files have their chunks counted one by one in little time. */
  private static final long EXACT_UP_TO = 20_000;

  private final JdbcClient db;

  public StatusView(JdbcClient db) {
    this.db = db;
  }

  public Status status(UUID reference) {
    List<Queue> queues = db.sql(QUEUES).param("reference", reference).query(Queue.class).list();
    boolean isLong =
        queues.stream().anyMatch(q -> q.state().equals("stored") && q.files() > EXACT_UP_TO);
    return new Status(
        db.sql(STATES).param("reference", reference).query(FileState.class).list(),
        queues,
        db.sql(isLong ? BACKLOG_AT_MOST : BACKLOG)
            .param("reference", reference)
            .query(Backlog.class)
            .optional());
  }

  /**
   * How a reference stands.
   *
   * @param backlog of vectors; empty before the reference has a model
   */
  public record Status(List<FileState> states, List<Queue> queues, Optional<Backlog> backlog) {
    /** Sum over the files that are still in their source. */
    public Totals totals() {
      return states.stream()
          .filter(state -> !state.state().equals("removed"))
          .map(s -> new Totals(s.files(), s.documents(), s.characters(), s.chunks()))
          .reduce(new Totals(0, 0, 0, 0), Totals::plus);
    }
  }

  /** Files in a state for one reason, and what they became. */
  public record FileState(
      String state,
      @Nullable String reason,
      long files,
      long documents,
      long characters,
      long chunks) {}

  /** Files that wait, pending or stored, and the one of them that has waited longest. */
  public record Queue(
      String state, long files, OffsetDateTime since, String source, String sourceKey) {}

  /**
   * Chunks that wait for a vector of the reference's model.
   *
   * @param tokens of these chunks; null when the queue is so long that {@code chunks} is only the
   *     most that can be waiting
   */
  public record Backlog(String provider, String model, long chunks, @Nullable Long tokens) {}

  /** What a reference holds. */
  public record Totals(long files, long documents, long characters, long chunks) {
    Totals plus(Totals other) {
      return new Totals(
          files + other.files,
          documents + other.documents,
          characters + other.characters,
          chunks + other.chunks);
    }
  }
}
