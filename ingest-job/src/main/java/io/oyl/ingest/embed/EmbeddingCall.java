package io.oyl.ingest.embed;

import dev.langchain4j.data.segment.TextSegment;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Collects what comes of the texts of one call, from several requests at the same time. What has
 * come is kept when another request fails; after that no new one is sent. Thread-safe.
 */
final class EmbeddingCall {
  /** From so many texts on that were refused with none taken between, it is not the texts. */
  private static final int REFUSES_ALL = 10;

  private final PatientModel model;
  private final String name;
  private final AtomicInteger refusedInARow;
  private final ConcurrentSkipListMap<Integer, EmbeddingVector> vectors =
      new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Integer, String> refused = new ConcurrentSkipListMap<>();
  private final AtomicReference<@Nullable EmbeddingFailedException> failure =
      new AtomicReference<>();

  /**
   * A call.
   *
   * @param name of model and endpoint, for people
   * @param refusedInARow goes on from call to call
   */
  EmbeddingCall(PatientModel model, String name, AtomicInteger refusedInARow) {
    this.model = model;
    this.name = name;
    this.refusedInARow = refusedInARow;
  }

  /**
   * A text to embed.
   *
   * @param place in the call, from 0
   * @param tokens special tokens and prefix included
   */
  record Passage(int place, TextSegment segment, int tokens) {}

  /**
   * Embeds in one request; when a text among others is refused, in two halves, and so on until
   * every other text has its vector. Refused requests cost nothing.
   */
  void embed(List<Passage> passages, PatientModel.Patience patience) {
    if (hasFailed()) {
      return;
    }
    long tokens = passages.stream().mapToLong(Passage::tokens).sum();
    List<TextSegment> segments = passages.stream().map(Passage::segment).toList();
    switch (model.ask(segments, tokens, patience, this::hasFailed)) {
      case Reply.Made made -> {
        refusedInARow.set(0);
        for (int i = 0; i < passages.size(); i++) {
          vectors.put(passages.get(i).place(), made.vectors().get(i));
        }
      }
      case Reply.Refused _ when passages.size() > 1 -> {
        int half = passages.size() / 2;
        embed(passages.subList(0, half), patience);
        embed(passages.subList(half, passages.size()), patience);
      }
      case Reply.Refused one -> {
        refused.put(passages.getFirst().place(), name + " " + one.why());
        if (refusedInARow.incrementAndGet() >= REFUSES_ALL) {
          refusedInARow.set(0);
          fail("refuses one text after the other; the last time it " + one.why());
        }
      }
      case Reply.Failed failed -> fail(failed.why());
    }
  }

  Embedded result() {
    return new Embedded(vectors, refused, failure.get());
  }

  private boolean hasFailed() {
    return failure.get() != null;
  }

  private void fail(String why) {
    failure.compareAndSet(null, new EmbeddingFailedException(name + " " + why, null));
  }
}
