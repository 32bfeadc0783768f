package io.oyl.ingest.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sources with files that wait to be read or for vectors, of all tenants. */
public final class UnsettledView {
  private static final String FREE =
      """
      select t.name as tenant, w.name as workspace, r.name as reference, s.source, s.root, u.pending,
        u.stored
      from (
        select reference_id, source, count(*) filter (where state = 'pending') as pending,
          count(*) filter (where state = 'stored') as stored
        from ingest_files
        where state in ('pending', 'stored')
        group by reference_id, source
      ) u
      join ingest_sources s on s.reference_id = u.reference_id and md5(s.source) = md5(u.source)
      join "references" r on r.id = u.reference_id
      join workspaces w on w.id = r.workspace_id
      join tenants t on t.id = w.tenant_id
      where not exists (
        select 1
        from ingest_leases l
        where l.reference_id = u.reference_id and md5(l.source) = md5(u.source)
          and ingest_lease_is_held(l))
      order by 1, 2, 3, 4
      """;

  private final JdbcClient db;

  public UnsettledView(JdbcClient db) {
    this.db = db;
  }

  /** Those that no run holds. */
  public List<Unsettled> free() {
    return db.sql(FREE).query(Unsettled.class).list();
  }

  /**
   * A source that is not settled.
   *
   * @param root its folder on the machine that scanned it last
   * @param pending files that wait to be read
   * @param stored files that wait for vectors
   */
  public record Unsettled(
      String tenant,
      String workspace,
      String reference,
      String source,
      String root,
      long pending,
      long stored) {
    public ScopeNames scope() {
      return new ScopeNames(tenant, workspace, reference);
    }

    public Target target() {
      return new Target(source, root, null);
    }
  }
}
