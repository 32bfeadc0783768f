package io.oyl.ingest.store;

/** Names of a tenant, one of its workspaces and one of that workspace's references. */
public record ScopeNames(String tenant, String workspace, String reference) {
  @Override
  public String toString() {
    return tenant + " / " + workspace + " / " + reference;
  }
}
