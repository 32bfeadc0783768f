package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.server.ServerAddress;
import io.oyl.ingest.store.HybridSearch.Mode;
import io.oyl.ingest.store.ScopeNames;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Two tenants in one database that belongs to a plain role, and an application's role that is not
 * its owner: that one sees the tenant that its transaction names.
 */
class TenantsIT {
  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();
  @TempDir static Path home;
  @TempDir static Path folder;

  private static final String SUFFIX = UUID.randomUUID().toString().replace("-", "");
  private static final String OWNER = "owner_" + SUFFIX;
  private static final String APPLICATION = "app_" + SUFFIX;
  private static final String PASSWORD = "secret";

  private static @Nullable StubModel model;
  private static @Nullable Ingest open;

  @BeforeAll
  static void ingestForTwoTenants() throws IOException {
    JdbcClient superuser = JdbcClient.create(postgres.dataSource());
    for (String sql :
        List.of(
            "drop schema public cascade",
            "create role %s login password '%s'".formatted(OWNER, PASSWORD),
            "create role %s login password '%s'".formatted(APPLICATION, PASSWORD),
            "create schema public authorization " + OWNER,
            "create extension vector")) {
      superuser.sql(sql).update();
    }
    TwelveFiles.write(folder);
    model = StubModel.answering();
    Files.writeString(home.resolve("application.yaml"), model.settings());
    open = new IngestedDatabase(new ServerAddress(postgres.url(), OWNER, PASSWORD)).open(home);
    for (String tenant : List.of("one", "two")) {
      ingest()
          .run(
              new RunRequest(scope(tenant), IngestedDatabase.folder(folder).targets()),
              RunProgress.NONE);
    }
    owner().sql("insert into assistants (workspace_id) select id from workspaces").update();
    owner().sql("insert into workflows (workspace_id) select id from workspaces").update();
    owner().sql("select ingest_grant_to('" + APPLICATION + "')").query().listOfRows();
  }

  @AfterAll
  static void dropRoles() {
    ingest().close();
    Objects.requireNonNull(model).close();
    JdbcClient superuser = JdbcClient.create(postgres.dataSource());
    for (String role : List.of(APPLICATION, OWNER)) {
      superuser.sql("drop owned by " + role + " cascade").update();
      superuser.sql("drop role " + role).update();
    }
  }

  @Test
  void thePlainOwnerIngestsSearchesAndVerifiesAllTenants() {
    IngestedDatabase.assertSound(ingest());
    assertThat(
            ingest()
                .contents()
                .search(ingest().scope(scope("two")).orElseThrow(), "lighthouse", Mode.HYBRID, 5))
        .hasSize(5);
    assertThat(count(owner(), "tenants")).isEqualTo(2);
    assertThat(
            owner()
                .sql("select count(*) from chunks where tenant_id is null")
                .query(Long.class)
                .single())
        .isZero();
  }

  /** As after a restore by another role: checks of its rows would find none, and nothing wrong. */
  @Test
  void anOwnerThatDoesNotSeeItsRowsIsTold() {
    JdbcClient superuser = JdbcClient.create(postgres.dataSource());
    superuser.sql("alter policy owner on chunks to " + APPLICATION).update();
    try {
      assertThat(count(owner(), "chunks")).isZero();
      assertThat(ingest().upkeep().verification().run("row_security").broken()).isOne();
    } finally {
      superuser.sql("alter policy owner on chunks to " + OWNER).update();
    }
  }

  @Test
  void anApplicationSeesTheRowsOfItsTenantInEveryTableAndViewAndNoOther() {
    List<String> readable = readable();
    assertThat(readable)
        .as("what it may read, each with its tenant's rows")
        .containsExactlyInAnyOrder(
            "tenants",
            "workspaces",
            "assistants",
            "references",
            "documents",
            "chunks",
            "embeddings",
            "vectors",
            "embedding_models",
            "tags",
            "tag_links",
            "document_tags",
            "data_sources",
            "integration_configs",
            "workflows",
            "workflow_steps",
            "audit_logs",
            "ingest_files",
            "ingest_sources",
            "ingest_receipts",
            "ingest_file_states",
            "ingest_incomplete",
            "ingest_waiting",
            "ingest_vector_backlog");
    for (String table :
        List.of(
            "tenants",
            "documents",
            "chunks",
            "embeddings",
            "vectors",
            "tags",
            "tag_links",
            "document_tags",
            "ingest_receipts",
            "ingest_file_states",
            "ingest_vector_backlog")) {
      long seen = inTenant(tenantId("one"), sql -> count(sql, table));
      assertThat(seen).as(table).isPositive().isEqualTo(count(owner(), table) / 2);
    }
    for (String table : readable) {
      List<String> one = inTenant(tenantId("one"), sql -> rows(sql, table));
      List<String> two = inTenant(tenantId("two"), sql -> rows(sql, table));
      if (!table.equals("embedding_models")) {
        assertThat(Collections.disjoint(one, two)).as(table).isTrue();
        List<String> none = inTenant(null, sql -> rows(sql, table));
        assertThat(none).as(table).isEmpty();
      }
    }
  }

  @Test
  void anApplicationsSearchFindsItsTenantsPassagesOnly() {
    List<UUID> tenants =
        inTenant(
            tenantId("two"),
            sql ->
                sql.sql(
                        """
                        select d.tenant_id
                        from chunks c
                        join documents d on d.id = c.document_id
                        join embeddings e on e.chunk_id = c.id
                        join vectors v on v.ref = e.vector_ref
                        where c.text_search @@ to_tsquery('english', 'lighthouse')
                        order by v.embedding <=> '[1,2,3]'
                        limit 20
                        """)
                    .query(UUID.class)
                    .list());

    assertThat(tenants).hasSize(20).containsOnly(tenantId("two"));
  }

  @Test
  void anApplicationWritesForItsTenantOnly() {
    UUID mine = workspace("one");
    UUID other = workspace("two");
    inTenant(
        tenantId("one"),
        sql -> {
          assertThat(
                  sql.sql("insert into assistants (workspace_id, name) values (:id, 'a')")
                      .param("id", mine)
                      .update())
              .isOne();
          assertThat(
                  sql.sql("update workspaces set name = 'taken' where id = :id")
                      .param("id", other)
                      .update())
              .isZero();
          return 0;
        });
    assertThatThrownBy(
            () ->
                inTenant(
                    tenantId("one"),
                    sql ->
                        sql.sql("insert into workspaces (tenant_id, name) values (:id, 'a')")
                            .param("id", tenantId("two"))
                            .update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("row-level security");
  }

  @Test
  void vectorsThatAnApplicationTakesAwayAreNoticedThoughItMayNotCountThem() {
    String losses = "select last_value from ingest_vector_losses";
    long before = owner().sql(losses).query(Long.class).single();

    inTenant(tenantId("one"), sql -> sql.sql("delete from embeddings").update());

    assertThat(owner().sql(losses).query(Long.class).single()).isGreaterThan(before);
    assertThatThrownBy(
            () -> inTenant(tenantId("one"), sql -> sql.sql(losses).query(Long.class).single()))
        .rootCause()
        .hasMessageContaining("permission denied");
  }

  @Test
  void anApplicationCannotHangARowOnOneOfAnotherTenant() {
    UUID other =
        owner()
            .sql("select id from \"references\" where workspace_id = :id limit 1")
            .param("id", workspace("two"))
            .query(UUID.class)
            .single();

    assertThatThrownBy(
            () ->
                inTenant(
                    tenantId("one"),
                    sql ->
                        sql.sql("insert into documents (reference_id, text) values (:id, 'a')")
                            .param("id", other)
                            .update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("row-level security");
  }

  @Test
  void anApplicationCannotTagADocumentOfAnotherTenant() {
    UUID other =
        owner()
            .sql("select id from documents where tenant_id = :id limit 1")
            .param("id", tenantId("two"))
            .query(UUID.class)
            .single();

    assertThatThrownBy(
            () ->
                inTenant(
                    tenantId("one"),
                    sql ->
                        sql.sql(
                                """
                                insert into document_tags (document_id, tag_id, rank, score)
                                select :id, id, 0, 1 from tags limit 1
                                """)
                            .param("id", other)
                            .update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("row-level security");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          tags         : insert into tag_links (chunk_id, tag_id) select id, ? from chunks limit 1
          tags         : insert into document_tags (document_id, tag_id, rank, score) select id, ?, 0, 1 from documents limit 1 on conflict (document_id, tag_id) do update set rank = 0
          documents    : update documents set parent_document_id = ?
          ingest_files : update documents set source_file_id = ?
          assistants   : insert into workflow_steps (workflow_id, assistant_id) select id, ? from workflows limit 1
          workspaces   : insert into audit_logs (tenant_id, workspace_id) values (ingest_tenant(), ?)
          """)
  void anApplicationLinksItsRowsToItsOwnOnly(String linkedTo, String statement) {
    UUID mine = oneOf(linkedTo, "one");
    UUID other = oneOf(linkedTo, "two");

    int linked = inTenant(tenantId("one"), sql -> sql.sql(statement).param(mine).update());

    assertThat(linked).isPositive();
    assertThatThrownBy(
            () -> inTenant(tenantId("one"), sql -> sql.sql(statement).param(other).update()))
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageContaining("row-level security");
  }

  private static UUID oneOf(String table, String tenant) {
    return owner()
        .sql("select id from %s where tenant_id = ? limit 1".formatted(table))
        .param(tenantId(tenant))
        .query(UUID.class)
        .single();
  }

  @Test
  void whoKnowsOnlyTheSeedsColumnsWritesRowsOfTheRightTenant() {
    UUID workspace = workspace("two");
    UUID reference = UUID.randomUUID();
    owner()
        .sql("insert into \"references\" (id, workspace_id, name) values (:id, :workspace, 'r')")
        .param("id", reference)
        .param("workspace", workspace)
        .update();
    owner()
        .sql("insert into documents (reference_id, text) values (:reference, 'a')")
        .param("reference", reference)
        .update();

    assertThat(
            owner()
                .sql("select tenant_id from documents where reference_id = :reference")
                .param("reference", reference)
                .query(UUID.class)
                .single())
        .isEqualTo(tenantId("two"));
    owner().sql("delete from documents where reference_id = :r").param("r", reference).update();
    owner().sql("delete from \"references\" where id = :r").param("r", reference).update();
  }

  private static List<String> readable() {
    return owner()
        .sql(
            """
            select c.relname
            from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
              and has_table_privilege(:role, c.oid, 'select')
            """)
        .param("role", APPLICATION)
        .query(String.class)
        .list();
  }

  private static List<String> rows(JdbcClient sql, String table) {
    return sql.sql("select t::text from \"" + table + "\" t").query(String.class).list();
  }

  private static long count(JdbcClient sql, String table) {
    return sql.sql("select count(*) from \"" + table + "\"").query(Long.class).single();
  }

  private static UUID tenantId(String name) {
    return owner()
        .sql("select id from tenants where name = :name")
        .param("name", name)
        .query(UUID.class)
        .single();
  }

  private static UUID workspace(String tenant) {
    return owner()
        .sql("select id from workspaces where tenant_id = :tenant order by created_at limit 1")
        .param("tenant", tenantId(tenant))
        .query(UUID.class)
        .single();
  }

  private static JdbcClient owner() {
    return new IngestedDatabase(new ServerAddress(postgres.url(), OWNER, PASSWORD)).sql();
  }

  /** As an application does it: in a transaction that names its tenant, null for none. */
  private static <T> T inTenant(@Nullable UUID tenant, Function<JdbcClient, T> work) {
    SingleConnectionDataSource one =
        new SingleConnectionDataSource(postgres.url(), APPLICATION, PASSWORD, true);
    one.setAutoCommit(false);
    try {
      JdbcClient sql = JdbcClient.create(one);
      if (tenant != null) {
        sql.sql("select set_config('app.tenant', :tenant, true)")
            .param("tenant", tenant.toString())
            .query(String.class)
            .single();
      }
      return work.apply(sql);
    } finally {
      one.destroy();
    }
  }

  private static Ingest ingest() {
    return Objects.requireNonNull(open);
  }

  private static ScopeNames scope(String tenant) {
    return new ScopeNames(tenant, "main", "docs");
  }
}
