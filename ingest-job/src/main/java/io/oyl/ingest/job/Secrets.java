package io.oyl.ingest.job;

import io.oyl.ingest.embed.ModelCatalog;
import io.oyl.ingest.secret.KeyRing;
import io.oyl.ingest.secret.SealedText;
import io.oyl.ingest.secret.UnopenableException;
import io.oyl.ingest.store.AuditTable;
import io.oyl.ingest.store.Scope;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.store.ScopeTable;
import io.oyl.ingest.store.SecretsTable;
import io.oyl.ingest.store.SecretsTable.Secret;
import io.oyl.ingest.store.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * API keys that workspaces have of their own. A secret has the name of the setting that it stands
 * in for, and a model is asked with it wherever a document of the workspace is embedded or searched
 * for. What is sealed and cannot be opened is an error: a workspace that has a key is never served
 * on the settings' one.
 */
public final class Secrets {
  private final Transactions transactions;
  private final ScopeTable scopes;
  private final SecretsTable table;
  private final AuditTable audit;
  private final ModelCatalog models;
  private final KeyRing keys;

  Secrets(
      Transactions transactions,
      ScopeTable scopes,
      SecretsTable table,
      AuditTable audit,
      ModelCatalog models,
      KeyRing keys) {
    this.transactions = transactions;
    this.scopes = scopes;
    this.table = table;
    this.audit = audit;
    this.models = models;
    this.keys = keys;
  }

  /** The id of the key that seals; empty when none is set. */
  public Optional<String> activeKey() {
    return keys.activeId();
  }

  /**
   * Seals a value for a workspace, which is made when it is not there yet.
   *
   * @throws SettingsException when there is no key to seal with, or no endpoint has such a key
   */
  public Sealing set(ScopeNames names, String name, String value) {
    String key = requireKey();
    Set<String> known = models.apiKeys();
    if (!known.contains(name)) {
      throw new SettingsException(
          known.isEmpty()
              ? "no model of the settings has an endpoint (ingest.embed, ingest.models), so there"
                  + " is no API key to set"
              : "there is no secret %s: the models of the settings ask with %s"
                  .formatted(name, String.join(", ", known)),
          null);
    }
    return transactions
        .own()
        .execute(
            status -> {
              boolean hasWorkspace = scopes.findWorkspace(names).isPresent();
              boolean hasTenant = hasWorkspace || scopes.findTenant(names).isPresent();
              Workspace workspace = scopes.ensureWorkspace(names);
              boolean replaces = table.find(workspace.id(), name).isPresent();
              table.put(workspace.id(), name, keys.seal(workspace.tenantId(), name, value));
              note(workspace, "ingest.set_secret", Map.of("name", name, "key", key));
              return new Sealing(replaces, !hasTenant, !hasWorkspace);
            });
  }

  /**
   * What came of it.
   *
   * @param replaced it took the place of another value
   * @param tenantMade there was no tenant of that name
   * @param workspaceMade the tenant had no workspace of that name
   */
  public record Sealing(boolean replaced, boolean tenantMade, boolean workspaceMade) {}

  /** What is sealed in a workspace, by name; nothing is opened. */
  public List<Secret> list(ScopeNames names) {
    return scopes.findWorkspace(names).map(workspace -> table.of(workspace.id())).orElse(List.of());
  }

  /** Removes a secret for good. Returns whether it was there. */
  public boolean remove(ScopeNames names, String name) {
    return transactions
        .own()
        .execute(
            status -> {
              Workspace workspace = scopes.findWorkspace(names).orElse(null);
              if (workspace == null || !table.remove(workspace.id(), name)) {
                return false;
              }
              note(workspace, "ingest.remove_secret", Map.of("name", name));
              return true;
            });
  }

  /**
   * Seals with the active key whatever is sealed with an older one, of all tenants, or nothing.
   *
   * @throws SettingsException when there is no key to seal with, or something cannot be opened
   */
  public Rotation rotate() {
    String key = requireKey();
    return transactions
        .own()
        .execute(
            status -> {
              table.lock();
              int current = 0;
              Map<UUID, Integer> again = new TreeMap<>();
              for (Secret secret : table.all()) {
                String value = open(secret);
                if (secret.sealed().keyId().equals(key)) {
                  current++;
                } else {
                  table.replace(secret, keys.seal(secret.tenant(), secret.name(), value));
                  again.merge(secret.tenant(), 1, Integer::sum);
                }
              }
              again.forEach(
                  (tenant, count) ->
                      audit.addOfSecrets(
                          tenant,
                          null,
                          "ingest.rotate_secrets",
                          Map.of("key", key, "secrets", count)));
              return new Rotation(
                  key, again.values().stream().mapToInt(Integer::intValue).sum(), current);
            });
  }

  /**
   * What came of a rotation.
   *
   * @param key the active one
   * @param again values that were sealed again
   * @param current values that had the active key already
   */
  public record Rotation(String key, int again, int current) {}

  private String open(Secret secret) {
    try {
      return secret.open(keys);
    } catch (UnopenableException e) {
      throw new SettingsException(
          "nothing was sealed again: %s of tenant %s (row %s) %s"
              .formatted(secret.name(), secret.tenant(), secret.id(), e.getMessage()),
          e);
    }
  }

  /** The secrets of a reference's workspace, by name. */
  Function<String, Optional<String>> of(Scope scope) {
    return name -> table.find(scope.workspaceId(), name).map(text -> open(scope, name, text));
  }

  private String open(Scope scope, String name, String text) {
    String secret =
        "the secret %s of %s / %s "
            .formatted(name, scope.names().tenant(), scope.names().workspace());
    SealedText sealed =
        SealedText.in(text)
            .orElseThrow(
                () ->
                    new SettingsException(
                        secret + "is not sealed: set it again, and change the key itself", null));
    try {
      return keys.open(scope.tenantId(), name, sealed);
    } catch (UnopenableException e) {
      throw new SettingsException(secret + e.getMessage(), e);
    }
  }

  private String requireKey() {
    return keys.activeId()
        .orElseThrow(
            () ->
                new SettingsException(
                    "there is no key to seal with: set INGEST_SECRET_KEYS=ID:BASE64 or"
                        + " INGEST_SECRET_KEYS_FILE, with a key as openssl rand -base64 32 makes it",
                    null));
  }

  private void note(Workspace workspace, String action, Map<String, ?> payload) {
    audit.addOfSecrets(workspace.tenantId(), workspace.id(), action, payload);
  }
}
