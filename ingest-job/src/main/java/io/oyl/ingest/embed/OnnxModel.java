package io.oyl.ingest.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * A sentence encoder in this process, for LangChain4j: as its own ONNX models, but tokenizes once,
 * cuts nothing off, and computes with one thread a text.
 *
 * <p>One text a call is not only fast on few cores. Quantized models scale their activations by the
 * largest value of the whole batch, so with more texts in one call a vector would depend on its
 * neighbours; alone, the same text always gives the same bits.
 */
final class OnnxModel extends DimensionAwareEmbeddingModel implements AutoCloseable {
  /** Raise it when the same model would give other vectors. */
  static final int VERSION = 1;

  private static final Set<String> TOKEN_OUTPUTS = Set.of("last_hidden_state", "token_embeddings");

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String output;
  private final ModelTokenizer tokenizer;
  private final EmbedSettings.Pooling pooling;
  private final int limit;
  private final Workers workers;
  private final LongAdder tokensRead = new LongAdder();

  /**
   * Loads the model; the tokenizer and the workers stay the caller's.
   *
   * @param limit the longest input in tokens, special tokens included
   */
  OnnxModel(
      byte[] model,
      ModelTokenizer tokenizer,
      EmbedSettings.Pooling pooling,
      int limit,
      Workers workers)
      throws OrtException {
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.limit = limit;
    this.workers = workers;
    this.environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(model, options);
    }
    this.output =
        session.getOutputNames().stream()
            .filter(TOKEN_OUTPUTS::contains)
            .findFirst()
            .orElseGet(() -> session.getOutputNames().iterator().next());
  }

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(
        workers.map(segments, segment -> Embedding.from(embedAlone(segment.text()))));
  }

  /** Tokens that were read since the last call, special ones included. */
  long takeTokens() {
    return tokensRead.sumThenReset();
  }

  private float[] embedAlone(String text) {
    Encoding encoding = tokenizer.withSpecials(text);
    int tokens = encoding.getIds().length;
    if (tokens > limit) {
      throw new TooManyTokens(tokens);
    }
    tokensRead.add(tokens);
    long[] shape = {1, tokens};
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      put(inputs, "input_ids", encoding.getIds(), shape);
      put(inputs, "attention_mask", encoding.getAttentionMask(), shape);
      put(inputs, "token_type_ids", encoding.getTypeIds(), shape);
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        OnnxTensor tensor = (OnnxTensor) result.get(0);
        return normalized(pooled(tensor.getFloatBuffer(), tensor.getInfo()));
      }
    } catch (OrtException e) {
      throw new EmbeddingFailedException("the ONNX model failed: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private void put(Map<String, OnnxTensor> inputs, String name, long[] values, long[] shape)
      throws OrtException {
    if (session.getInputNames().contains(name)) {
      inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
    }
  }

  private float[] pooled(FloatBuffer values, TensorInfo info) {
    long[] shape = info.getShape();
    int dimension = Math.toIntExact(shape[shape.length - 1]);
    float[] vector = new float[dimension];
    if (shape.length == 2 || pooling == EmbedSettings.Pooling.CLS) {
      values.get(0, vector);
      return vector;
    }
    int tokens = Math.toIntExact(shape[1]);
    float[] token = new float[dimension];
    for (int i = 0; i < tokens; i++) {
      values.get(i * dimension, token);
      for (int j = 0; j < dimension; j++) {
        vector[j] += token[j];
      }
    }
    for (int j = 0; j < dimension; j++) {
      vector[j] /= tokens;
    }
    return vector;
  }

  private static float[] normalized(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
    return vector;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the ONNX session does not close", e);
    }
  }

  /** More tokens than the model reads, special tokens included. */
  static final class TooManyTokens extends RuntimeException {
    final int tokens;

    TooManyTokens(int tokens) {
      super(tokens + " tokens");
      this.tokens = tokens;
    }
  }
}
