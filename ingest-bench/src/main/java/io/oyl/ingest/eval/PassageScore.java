package io.oyl.ingest.eval;

import java.util.List;

/**
 * How well retrieved passages cover what answers a question, as in Chroma's "Evaluating Chunking
 * Strategies for Retrieval" (Smith and Troynikov 2024).
 *
 * @param recall share of the answer's characters that is covered
 * @param precision share of the retrieved characters that is answer
 * @param iou answer that is covered, of all that is retrieved or answer
 */
record PassageScore(double recall, double precision, double iou) {

  /**
   * Scores one question.
   *
   * @param answer the answer's spans
   * @param inCorpus retrieved passages of the answer's own text
   * @param retrieved characters of all retrieved passages, those of other texts too
   */
  static PassageScore of(List<Span> answer, List<Span> inCorpus, long retrieved) {
    int all = Span.covered(answer);
    int found = Span.shared(answer, inCorpus);
    return new PassageScore(
        (double) found / all,
        retrieved == 0 ? 0 : (double) found / retrieved,
        (double) found / (retrieved + all - found));
  }
}
