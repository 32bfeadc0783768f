package io.oyl.ingest.store;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** {@code ingest_requests}: what runs were asked to read. */
public final class RequestsTable {
  private static final String ADD =
      """
      insert into ingest_requests (id, reference_id, targets)
      values (:id, :reference, cast(:targets as jsonb))
      """;

  private static final String FIND = "select targets from ingest_requests where id = :id";

  private final JdbcClient db;

  public RequestsTable(JdbcClient db) {
    this.db = db;
  }

  public UUID add(UUID reference, List<Target> targets) {
    UUID id = UUID.randomUUID();
    db.sql(ADD)
        .param("id", id)
        .param("reference", reference)
        .param("targets", Json.write(targets))
        .update();
    return id;
  }

  public List<Target> targets(UUID id) {
    return Json.read(
        db.sql(FIND).param("id", id).query(String.class).single(), new TypeReference<>() {});
  }
}
