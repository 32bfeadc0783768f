package io.oyl.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.StubEndpoint;
import io.oyl.ingest.embed.StubEndpoint.Answer;
import io.oyl.ingest.embed.StubEndpoint.Call;
import io.oyl.ingest.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that answers every other request of a run wrongly or not at all. */
class WrongAnswersIT {
  private static final String STORED =
      """
      select coalesce(c.context, '') || c.text as text, cast(v.embedding as text) as vector
      from chunks c
      join embeddings e on e.chunk_id = c.id
      join vectors v on v.ref = e.vector_ref
      """;

  private static final List<Function<Call, Answer>> WRONG =
      List.of(
          _ -> StubEndpoint.retryAfter(429, "1"),
          _ -> StubEndpoint.status(500),
          call -> StubEndpoint.same(call, call.input().size() - 1, "1,2,3"),
          call -> StubEndpoint.same(call, call.input().size(), "1,2"),
          call -> StubEndpoint.same(call, call.input().size(), "1,NaN,3"),
          call -> StubEndpoint.same(call, call.input().size(), "0,0,0"));

  @RegisterExtension final PostgresExtension postgres = new PostgresExtension();
  @TempDir Path home;
  @TempDir Path folder;

  private final IngestedDatabase database = new IngestedDatabase(postgres);
  private final List<String> answered = Collections.synchronizedList(new ArrayList<>());
  private int calls;

  @Test
  void noneIsStoredAndWhatWasAnsweredRightIsNotPaidAgain() throws IOException {
    TwelveFiles.write(folder);
    try (StubEndpoint endpoint = new StubEndpoint()) {
      endpoint.answers(this::answer);
      Files.writeString(
          home.resolve("application.yaml"),
          """
          ingest.embed: {provider: openai, model: stub, dimension: 3, max-tokens: 256, batch-size: 3, threads: 1, base-url: "%s"}
          """
              .formatted(endpoint.url(EmbedSettings.Provider.OPENAI)));
      try (Ingest ingest = database.open(home)) {
        RunReport report = ingest.run(IngestedDatabase.folder(folder), RunProgress.NONE);

        assertThat(calls).isGreaterThan(2 * WRONG.size());
        assertThat(report.files().unsettled()).isZero();
        assertThat(report.vectors().embedded()).isEqualTo(answered.size());
        assertThat(answered).doesNotHaveDuplicates();
        List<Stored> stored = database.sql().sql(STORED).query(Stored.class).list();
        assertThat(stored).hasSizeGreaterThanOrEqualTo(answered.size());
        assertThat(stored)
            .allSatisfy(
                chunk -> assertThat(chunk.vector()).isEqualTo("[%d,0.5,1]", chunk.text().length()));
        IngestedDatabase.assertSound(ingest);
      }
    }
  }

  private synchronized Answer answer(Call call) {
    int number = calls++;
    if (number % 2 == 0 && number / 2 < WRONG.size()) {
      return WRONG.get(number / 2).apply(call);
    }
    answered.addAll(call.input());
    return reversed(call.input());
  }

  private static Answer reversed(List<String> texts) {
    return StubEndpoint.data(
        IntStream.range(0, texts.size())
            .map(i -> texts.size() - 1 - i)
            .mapToObj(
                i ->
                    "{\"index\": %d, \"embedding\": [%d,0.5,1]}"
                        .formatted(i, texts.get(i).length()))
            .toList());
  }

  private record Stored(String text, String vector) {}
}
