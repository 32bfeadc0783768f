package io.oyl.ingest.bench;

import io.oyl.ingest.chunk.ChunkSettings;
import io.oyl.ingest.chunk.TextChunk;
import io.oyl.ingest.chunk.TextChunker;
import io.oyl.ingest.embed.EmbedSettings;
import io.oyl.ingest.embed.Embedder;
import io.oyl.ingest.embed.Embedders;
import io.oyl.ingest.embed.EmbeddingVector;
import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.ExtractedDocument;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.process.ForkedExtractor;
import io.oyl.ingest.tag.TagSettings;
import io.oyl.ingest.tag.TaggedDocument;
import io.oyl.ingest.tag.Tagger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;
import org.postgresql.PGConnection;
import org.xml.sax.SAXException;

/**
 * What cannot be saved: each piece of the work alone, at its best setting, warm, on all cores, and
 * nothing beside it.
 */
final class Floor {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private Floor() {}

  static Measured run(List<Path> files, int maxTokens, PeerDatabase database) throws Exception {
    Stopwatch watch = new Stopwatch();
    onAllCores(files, Floor::plainTika); // to warm up
    watch.time("Tika alone", () -> onAllCores(files, Floor::plainTika));
    List<ExtractedDocument> documents = new ArrayList<>();
    int read = 0;
    try (ForkedExtractor extractor = new ForkedExtractor(ExtractSettings.defaults())) {
      onAllCores(files, extractor::extract); // the processes start and warm up
      for (Extraction extraction :
          watch.time("parse", () -> onAllCores(files, extractor::extract))) {
        if (extraction instanceof Extraction.Extracted extracted) {
          documents.addAll(extracted.documents());
          read++;
        }
      }
    }
    try (Embedder embedder = Embedders.create(EmbedSettings.bundled());
        Embedder another = Embedders.create(EmbedSettings.bundled())) {
      watch.time(
          "tokenize",
          () ->
              onAllCores(
                  documents, document -> another.tokenizer().tokenStarts(document.text()).length));
      ChunkSettings settings = new ChunkSettings(maxTokens >= 254 ? 0 : maxTokens, 0, 32, 0, false);
      onAllCores(documents, new TextChunker(another.tokenizer(), settings)::chunk); // to warm up
      // a tokenizer remembers words: the files' own shall be as new to it as in an ingest
      TextChunker chunker = new TextChunker(embedder.tokenizer(), settings);
      List<List<TextChunk>> cut = watch.time("chunk", () -> onAllCores(documents, chunker::chunk));
      Tagger tagger = new Tagger(TagSettings.defaults());
      List<Integer> each = IntStream.range(0, documents.size()).boxed().toList();
      Work<Integer, TaggedDocument> tag = i -> tagger.tag(documents.get(i), List.of(), cut.get(i));
      onAllCores(each, tag); // to warm up
      watch.time("tag", () -> onAllCores(each, tag));
      Set<String> texts = new LinkedHashSet<>();
      cut.forEach(chunks -> chunks.forEach(chunk -> texts.add(chunk.text())));
      long chunks = cut.stream().mapToLong(List::size).sum();
      List<String> distinct = List.copyOf(texts);
      embedder.embedPassages(distinct.subList(0, Math.min(200, distinct.size())));
      List<EmbeddingVector> vectors =
          watch.time("embed", () -> embedder.embedPassages(distinct).all());
      watch.time("copy", () -> copy(distinct, vectors, database));
      return new Measured(
          read, files.size() - read, chunks, 0, watch.seconds(), watch.cpuSeconds());
    }
  }

  private static <T, R> List<R> onAllCores(Collection<T> items, Work<T, R> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CORES)) {
      List<Future<R>> futures =
          threads.invokeAll(
              items.stream().map(item -> (Callable<R>) () -> work.apply(item)).toList());
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static int plainTika(Path file) throws IOException {
    BodyContentHandler handler = new BodyContentHandler(-1);
    try (InputStream in = TikaInputStream.get(file)) {
      new AutoDetectParser().parse(in, handler, new Metadata(), new ParseContext());
    } catch (TikaException | SAXException | RuntimeException | StackOverflowError e) {
      return 0; // what cannot be read takes its time all the same
    }
    return handler.toString().length();
  }

  private static long copy(List<String> texts, List<EmbeddingVector> vectors, PeerDatabase database)
      throws Exception {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create extension if not exists vector; create table floor (text text, embedding vector)");
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy floor from stdin (format binary)",
              new ByteArrayInputStream(rows(texts, vectors)));
    }
  }

  private static byte[] rows(List<String> texts, List<EmbeddingVector> vectors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBytes("PGCOPY\n");
      out.write(new byte[] {(byte) 0xFF, '\r', '\n', 0});
      out.writeLong(0);
      for (int i = 0; i < texts.size(); i++) {
        byte[] text = texts.get(i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        float[] values = vectors.get(i).values();
        out.writeShort(2);
        out.writeInt(text.length);
        out.write(text);
        out.writeInt(4 + 4 * values.length);
        out.writeShort(values.length);
        out.writeShort(0);
        for (float value : values) {
          out.writeFloat(value);
        }
      }
      out.writeShort(-1);
    }
    return bytes.toByteArray();
  }

  /** A function that may fail. */
  @FunctionalInterface
  private interface Work<T, R> {
    R apply(T item) throws Exception;
  }
}
