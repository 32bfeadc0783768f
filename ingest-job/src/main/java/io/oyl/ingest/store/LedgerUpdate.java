package io.oyl.ingest.store;

import io.oyl.ingest.source.Reason;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the ledger follows from what a run has seen, which {@link ScanTable} holds. Call in one
 * transaction.
 */
public final class LedgerUpdate {
  private static final String TOUCH =
      """
      update ingest_files f
      set modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is null
        and s.sha256 = f.sha256 and s.modified_at <> f.modified_at
      """;

  private static final String ADD_NEW =
      """
      insert into ingest_files (
        id, reference_id, source, source_key, state, reason, detail, size_bytes, modified_at)
      select s.file_id, :reference, s.source, s.source_key,
        case when s.reason is null then 'pending' else 'quarantined' end,
        s.reason, s.detail, s.size_bytes, s.modified_at
      from ingest_scan s
      where s.run_id = :run and s.reason is distinct from 'growing'
        and not exists (select 1 from ingest_files f where f.id = s.file_id)
      """;

  private static final String COUNT_NEW =
      """
      insert into ingest_sources (id, reference_id, source, root, file_count)
      values (:id, :reference, :source, :root,
        (select count(*) from ingest_files f
         where f.reference_id = :reference and md5(f.source) = md5(:source)
           and f.created_at = now()))
      on conflict (id) do update
      set file_count = ingest_sources.file_count + excluded.file_count, root = excluded.root,
        updated_at = now()
      where excluded.file_count > 0 or ingest_sources.root <> excluded.root
      """;

  // what an earlier run did not come to is read by this one
  private static final String COUNT_LEFT_OVER =
      """
      select count(*) filter (where f.fingerprint is null) as added,
        count(*) filter (where f.fingerprint is not null) as changed
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is null and f.state = 'pending' and f.created_at <> now()
      """;

  // the old rows stay until the new content has landed, so a changed file keeps its hash here
  private static final String SET_CHANGED =
      """
      update ingest_files f
      set state = 'pending', reason = null, detail = null, attempts = 0,
        size_bytes = s.size_bytes, modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is null
        and f.state <> 'pending'
        and (f.state = 'removed'
          or f.size_bytes is distinct from s.size_bytes
          or f.modified_at is distinct from s.modified_at
          or f.fingerprint is distinct from
            case when f.reason is null then :complete else :incomplete end
          or f.reason = any (:transientReasons))
      """;

  private static final String SET_REFUSED =
      """
      update ingest_files f
      set state = 'quarantined', reason = s.reason, detail = s.detail,
        size_bytes = s.size_bytes, modified_at = s.modified_at, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason <> 'growing'
        and (f.state <> 'quarantined' or f.reason is distinct from s.reason)
      """;

  private static final String COUNT =
      """
      select count(*) filter (where reason is distinct from 'growing') as seen,
        count(*) filter (where reason = 'growing') as growing
      from ingest_scan
      where run_id = :run
      """;

  private static final String RELEASE =
      """
      update ingest_files f
      set state = 'pending', reason = null, detail = null, updated_at = now()
      from ingest_scan s
      where s.run_id = :run and f.id = s.file_id and s.reason is null
        and f.state in ('quarantined', 'partial', 'empty')
      """;

  private static final String REMOVE_FOLDERS =
      """
      update ingest_files f
      set state = 'removed', reason = null, detail = null, updated_at = now()
      where f.reference_id = :reference and md5(f.source) = md5(:source)
        and f.source_key = any (:keys) and f.reason = 'unreadable_folder'
        and not exists (select 1 from ingest_scan s where s.run_id = :run and s.file_id = f.id)
      """;

  private static final String TO_READ =
      """
      select f.id, f.source, f.source_key as key, f.fingerprint is null as added,
        f.fingerprint <> all (:fingerprints) is true as outdated
      from ingest_scan s
      join ingest_files f on f.id = s.file_id
      where s.run_id = :run and s.reason is null and f.state = 'pending'
      order by f.source, f.source_key
      """;

  private static final List<String> TRANSIENT_REASONS =
      Stream.of(Reason.UNREADABLE, Reason.CHANGED_WHILE_READING).map(Reason::code).toList();

  private final JdbcClient db;
  private final MovedFiles moves;

  public LedgerUpdate(JdbcClient db, MovedFiles moves) {
    this.db = db;
    this.moves = moves;
  }

  /** Makes pending what was seen and is quarantined, partial or empty, though nothing changed. */
  public void release(long run) {
    db.sql(RELEASE).param("run", run).update();
  }

  /**
   * Folders that could not be listed, and could be now, are no entries of the ledger any more.
   *
   * @param keys what of the source the run has looked at
   */
  public void removeFolders(long run, UUID reference, String source, List<String> keys) {
    db.sql(REMOVE_FOLDERS)
        .param("run", run)
        .param("reference", reference)
        .param("source", source)
        .param("keys", keys.toArray(String[]::new))
        .update();
  }

  /**
   * Brings the ledger up to what was seen: new files become pending, changed ones too, those that
   * cannot be opened are quarantined, and a file that was moved keeps its documents.
   *
   * @param swept sources that are scanned as a whole
   */
  public ScanCounts apply(
      long run,
      UUID reference,
      Map<String, String> rootsOfSources,
      List<String> swept,
      Fingerprints fingerprints) {
    db.sql(TOUCH).param("run", run).update();
    int added = db.sql(ADD_NEW).param("run", run).param("reference", reference).update();
    for (Map.Entry<String, String> root : rootsOfSources.entrySet()) {
      db.sql(COUNT_NEW)
          .param("id", Ids.of("source", reference.toString(), root.getKey()))
          .param("reference", reference)
          .param("source", root.getKey())
          .param("root", root.getValue())
          .update();
    }
    long moved = moves.apply(run, reference, swept);
    LeftOver left = db.sql(COUNT_LEFT_OVER).param("run", run).query(LeftOver.class).single();
    int changed =
        db.sql(SET_CHANGED)
            .param("run", run)
            .param("complete", fingerprints.complete())
            .param("incomplete", fingerprints.incomplete())
            .param("transientReasons", TRANSIENT_REASONS.toArray(String[]::new))
            .update();
    int refused = db.sql(SET_REFUSED).param("run", run).update();
    db.sql("analyze ingest_scan, ingest_files")
        .update(); // or the joins below are planned for one row
    Seen seen = db.sql(COUNT).param("run", run).query(Seen.class).single();
    return new ScanCounts(
        seen.seen(),
        added - moved + left.added(),
        changed + refused + left.changed(),
        moved,
        seen.growing());
  }

  /** Files that a run would read now, in the order of their names. Call after {@link #apply}. */
  public List<FileToRead> toRead(long run, Fingerprints fingerprints) {
    return db.sql(TO_READ)
        .param("run", run)
        .param("fingerprints", new String[] {fingerprints.complete(), fingerprints.incomplete()})
        .query(FileToRead.class)
        .list();
  }

  /**
   * A pending file.
   *
   * @param added it was never read
   * @param outdated it was read by another version of the program or with other settings
   */
  public record FileToRead(UUID id, String source, String key, boolean added, boolean outdated) {}

  /**
   * What a scan found, in files. Those that an earlier run did not come to are added or changed
   * once more, since this run reads them; {@code moved} ones are neither, and {@code growing} ones
   * are not seen.
   */
  public record ScanCounts(long seen, long added, long changed, long moved, long growing) {}

  private record Seen(long seen, long growing) {}

  private record LeftOver(long added, long changed) {}
}
