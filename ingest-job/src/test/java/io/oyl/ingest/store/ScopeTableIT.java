package io.oyl.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oyl.ingest.embed.ModelId;
import io.oyl.ingest.testing.PostgresExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class ScopeTableIT {
  private static final ModelId MODEL = new ModelId("onnx", "small", 3, 254);

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  @Test
  void aNewNameHasNoControlCharacterAndOneThatIsThereStaysUsable() {
    Migrations.migrate(postgres.dataSource());
    JdbcClient db = JdbcClient.create(postgres.dataSource());
    ScopeTable scopes = new ScopeTable(db);
    refused(scopes, new ScopeNames("a\nb", "w", "r"), "tenant", "'a?b'");
    refused(scopes, new ScopeNames("t", "w\u001b[31m", "r"), "workspace", "'w?[31m'");
    refused(scopes, new ScopeNames("t", "w", "r\u2028"), "reference", "'r?'");
    db.sql("insert into tenants (name) values (:name)").param("name", "a\nb").update();
    assertThat(scopes.ensureWorkspace(new ScopeNames("a\nb", "w", "r")))
        .isEqualTo(scopes.ensureWorkspace(new ScopeNames("a\nb", "w", "r")));
    assertThat(scopes.ensure(new ScopeNames("Tienda «Ñ» 店", "w", "r"), MODEL).referenceId())
        .isNotNull();
  }

  private static void refused(ScopeTable scopes, ScopeNames names, String what, String shown) {
    assertThatThrownBy(() -> scopes.ensure(names, MODEL))
        .isInstanceOf(NameRefusedException.class)
        .hasMessageContaining("new " + what)
        .hasMessageEndingWith(shown);
  }
}
