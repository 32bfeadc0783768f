package io.oyl.ingest.job;

import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.Fingerprints;
import io.oyl.ingest.store.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Notes in the audit log when a run's settings or code are not those of the run before. */
final class SettingsAudit {
  static final String ACTION = "ingest.settings";

  private final AuditTable audit;
  private final Transactions transactions;
  private final Map<String, String> settings;

  SettingsAudit(AuditTable audit, Transactions transactions, IngestProperties properties) {
    this.audit = audit;
    this.transactions = transactions;
    this.settings = PropertyList.of("ingest", properties);
  }

  /** Compares with the reference's last run that had other settings than the one before it. */
  void note(Scope scope, Fingerprints fingerprints) {
    Map<String, String> now = new TreeMap<>(settings);
    now.put("fingerprint", fingerprints.incomplete());
    transactions
        .own()
        .executeWithoutResult(
            status -> {
              Map<String, String> before = audit.lastSettings(scope).orElse(null);
              if (!now.equals(before)) {
                audit.add(scope, ACTION, payload(before, now));
              }
            });
  }

  private static Map<String, Object> payload(
      @Nullable Map<String, String> before, Map<String, String> now) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("properties", now);
    if (before != null) {
      Map<String, Object> changed = new LinkedHashMap<>();
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(now.keySet());
      for (String name : names) {
        String then = before.getOrDefault(name, "");
        String next = now.getOrDefault(name, "");
        if (!Objects.equals(then, next)) {
          changed.put(name, Map.of("before", then, "after", next));
        }
      }
      payload.put("changed", changed);
    }
    return payload;
  }
}
