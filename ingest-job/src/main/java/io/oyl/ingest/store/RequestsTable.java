package io.oyl.ingest.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String OF_RUN =
      """
      select t.name as tenant, w.name as workspace, r.name as reference, q.targets,
        (select jsonb_object_agg(a.parameter_name, a.parameter_value)
         from batch_job_execution_params a
         where a.job_execution_id = p.job_execution_id) as parameters
      from batch_job_execution_params p
      join ingest_requests q on q.id::text = p.parameter_value
      join "references" r on r.id = q.reference_id
      join workspaces w on w.id = r.workspace_id
      join tenants t on t.id = w.tenant_id
      where p.job_execution_id = :run and p.parameter_name = 'request'
        and exists (
          select 1
          from batch_job_execution e
          join batch_job_instance i on i.job_instance_id = e.job_instance_id
          where e.job_execution_id = p.job_execution_id and i.job_name = 'ingest')
      """;

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

  /** What a run was asked to read; empty when it read no files or its reference is gone. */
  public Optional<Asked> ofRun(long run) {
    return db.sql(OF_RUN)
        .param("run", run)
        .query(
            (row, n) ->
                new Asked(
                    new ScopeNames(
                        row.getString("tenant"),
                        row.getString("workspace"),
                        row.getString("reference")),
                    Json.read(row.getString("targets"), new TypeReference<List<Target>>() {}),
                    Json.read(
                        row.getString("parameters"), new TypeReference<Map<String, String>>() {})))
        .optional();
  }

  /** As the job parameter that {@link Asked#tags} reads. */
  public static String tags(List<String> tags) {
    return Json.write(tags);
  }

  /** A request with the job parameters of its run. */
  public record Asked(ScopeNames scope, List<Target> targets, Map<String, String> parameters) {
    /** The tags that were to be given. */
    public List<String> tags() {
      return Json.read(parameters.getOrDefault("tags", "[]"), new TypeReference<>() {});
    }
  }
}
