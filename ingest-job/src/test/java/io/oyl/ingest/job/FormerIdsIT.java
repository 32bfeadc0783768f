package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Databases from the time when ids of chunks did not begin as their file's. */
class FormerIdsIT {
  /** As they were made then: 122 bits of the SHA-256 of parts, each behind its length. */
  private static final String GIVE_FORMER_IDS =
      """
      create temporary table former as
      select id, cast(
          substr(hex, 1, 12) || '8' || substr(hex, 14, 3)
            || substr('89ab', (cast(cast('x' || substr(hex, 17, 1) as bit(4)) as int) & 3) + 1, 1)
            || substr(hex, 18, 15) as uuid) as former
      from (
        select id, encode(sha256(convert_to(
          '5:chunk36:' || document_id || '64:' || text_hash || '1:1', 'UTF8')), 'hex') as hex
        from chunks) c;
      set session_replication_role = replica;
      update chunks c set id = f.former from former f where f.id = c.id;
      update embeddings e set chunk_id = f.former from former f where f.id = e.chunk_id;
      update tag_links l set chunk_id = f.former from former f where f.id = l.chunk_id;
      """;

  private static final String PASSAGES =
      "select id || ' ' || array_to_string(tags_text, ',') from chunks where text like '%vinegar%'";

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();

  @TempDir Path folder;
  @TempDir Path home;

  private final IngestedDatabase database = new IngestedDatabase(postgres);

  @Test
  void aPassageKeepsItsIdItsTagsAndItsVector() throws IOException {
    Path file = folder.resolve("keeper.md");
    Files.writeString(file, "# Lens\n\nIt is cleaned with vinegar.\n\n# Log\n\nA quiet night.\n");
    try (Ingest ingest = database.open(home)) {
      ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);
      database.sql().sql(GIVE_FORMER_IDS).update();
      database
          .sql()
          .sql(
              """
          insert into tags (id, reference_id, tag, source)
          select gen_random_uuid(), reference_id, 'by hand', 'user' from documents;
          insert into tag_links (id, tag_id, chunk_id)
          select gen_random_uuid(), t.id, c.id
          from tags t, chunks c
          where t.source = 'user' and c.text like '%vinegar%'
          """)
          .update();
      List<String> before = passages();
      Files.writeString(file, "\n# Harbour\n\nTwo boats.\n", StandardOpenOption.APPEND);

      RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

      assertThat(report.vectors().embedded()).isOne();
      assertThat(passages())
          .singleElement()
          .satisfies(passage -> assertThat(passage).contains("by hand"))
          .satisfies(passage -> assertThat(passage).startsWith(before.getFirst().substring(0, 36)));
      IngestedDatabase.assertSound(ingest);
    }
  }

  private List<String> passages() {
    return database.sql().sql(PASSAGES).query(String.class).list();
  }
}
