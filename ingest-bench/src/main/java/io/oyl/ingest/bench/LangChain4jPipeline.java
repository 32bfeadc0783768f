package io.oyl.ingest.bench;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.loader.FileSystemDocumentLoader;
import dev.langchain4j.data.document.parser.apache.tika.ApacheTikaDocumentParser;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.HuggingFaceTokenCountEstimator;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LangChain4j as its manual puts it together: Tika, the recursive splitter with the model's token
 * counter, the model in process, the pgvector store. One stage after the other, as its ingestor
 * does it.
 */
final class LangChain4jPipeline {
  private static final Logger log = LoggerFactory.getLogger(LangChain4jPipeline.class);

  private LangChain4jPipeline() {}

  static Measured run(List<Path> files, int maxTokens, PeerDatabase database) throws Exception {
    Stopwatch watch = new Stopwatch();
    List<Document> documents = watch.time("parse", () -> parse(files));
    List<TextSegment> split =
        watch.time(
            "split",
            () ->
                DocumentSplitters.recursive(maxTokens, 0, new HuggingFaceTokenCountEstimator())
                    .splitAll(documents));
    List<TextSegment> segments =
        split.stream().filter(segment -> Visible.in(segment.text())).toList();
    EmbeddingModel model = watch.time("load", AllMiniLmL6V2QuantizedEmbeddingModel::new);
    List<Embedding> embeddings = watch.time("embed", () -> model.embedAll(segments).content());
    watch.time("store", () -> store(database).addAll(embeddings, segments));
    return new Measured(
        documents.size(),
        files.size() - documents.size(),
        segments.size(),
        split.size() - segments.size(),
        watch.seconds(),
        watch.cpuSeconds());
  }

  private static List<Document> parse(List<Path> files) {
    List<Document> documents = new ArrayList<>();
    for (Path file : files) {
      try {
        documents.add(FileSystemDocumentLoader.loadDocument(file, new ApacheTikaDocumentParser()));
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        log.info("{} is lost: {}", file, e.toString());
      }
    }
    return documents;
  }

  private static PgVectorEmbeddingStore store(PeerDatabase database) {
    return PgVectorEmbeddingStore.builder()
        .host(database.host())
        .port(database.port())
        .database(database.name())
        .user(database.user())
        .password(database.password())
        .table("segments")
        .dimension(384)
        .build();
  }
}
