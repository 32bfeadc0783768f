package io.oyl.ingest.bench;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.reader.tika.TikaDocumentReader;
import org.springframework.ai.transformer.splitter.TokenTextSplitter;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Spring AI as its manual puts it together: Tika's reader, the token splitter (which counts as
 * OpenAI's models do, whatever the model is), the pgvector store with the index that it makes. The
 * model behind it is LangChain4j's, since its own wants to load PyTorch from the network.
 */
final class SpringAiPipeline {
  private static final Logger log = LoggerFactory.getLogger(SpringAiPipeline.class);

  private SpringAiPipeline() {}

  static Measured run(List<Path> files, int maxTokens, PeerDatabase database) throws Exception {
    Stopwatch watch = new Stopwatch();
    List<Document> documents = new ArrayList<>();
    int read = watch.time("parse", () -> parse(files, documents));
    List<Document> split =
        watch.time(
            "split",
            () -> TokenTextSplitter.builder().withChunkSize(maxTokens).build().apply(documents));
    List<Document> chunks =
        split.stream().filter(chunk -> Visible.in(String.valueOf(chunk.getText()))).toList();
    TimedModel model = watch.time("load", () -> new TimedModel(watch));
    DriverManagerDataSource dataSource =
        new DriverManagerDataSource(database.url(), database.user(), database.password());
    SingleConnectionDataSource connection =
        new SingleConnectionDataSource(dataSource.getConnection(), true);
    watch.time(
        "embed and store",
        () -> {
          PgVectorStore store =
              PgVectorStore.builder(new JdbcTemplate(connection), model)
                  .dimensions(384)
                  .initializeSchema(true)
                  .build();
          store.afterPropertiesSet();
          store.add(chunks);
          return chunks.size();
        });
    connection.destroy();
    return new Measured(
        read,
        files.size() - read,
        chunks.size(),
        split.size() - chunks.size(),
        watch.seconds(),
        watch.cpuSeconds());
  }

  private static int parse(List<Path> files, List<Document> documents) {
    int read = 0;
    for (Path file : files) {
      try {
        documents.addAll(new TikaDocumentReader(new FileSystemResource(file)).get());
        read++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        log.info("{} is lost: {}", file, e.toString());
      }
    }
    return read;
  }

  /** LangChain4j's model under Spring AI's interface. */
  private static final class TimedModel implements EmbeddingModel {
    private final AllMiniLmL6V2QuantizedEmbeddingModel model =
        new AllMiniLmL6V2QuantizedEmbeddingModel();
    private final Stopwatch watch;

    TimedModel(Stopwatch watch) {
      this.watch = watch;
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
      try {
        return watch.time("embed", () -> answer(request));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private EmbeddingResponse answer(EmbeddingRequest request) {
      List<dev.langchain4j.data.embedding.Embedding> made =
          model
              .embedAll(request.getInstructions().stream().map(TextSegment::from).toList())
              .content();
      List<Embedding> answer = new ArrayList<>();
      for (int i = 0; i < made.size(); i++) {
        answer.add(new Embedding(made.get(i).vector(), i));
      }
      return new EmbeddingResponse(answer);
    }

    @Override
    public float[] embed(Document document) {
      return model.embed(String.valueOf(document.getText())).content().vector();
    }

    @Override
    public int dimensions() {
      return 384;
    }
  }
}
