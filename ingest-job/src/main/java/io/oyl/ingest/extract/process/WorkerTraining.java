package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.TikaReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tika.exception.TikaException;
import org.xml.sax.SAXException;

/**
 * Reads the files below a folder as a parsing process does, for the JVM to watch: run with {@code
 * -XX:AOTCacheOutput=FILE}, it leaves the cache of {@link WorkerStart} behind.
 */
final class WorkerTraining {
  /** As often as it takes until the JVM knows which methods are worth compiling. */
  private static final int ROUNDS = 8;

  private WorkerTraining() {}

  public static void main(String[] args) throws IOException, TikaException, SAXException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    TikaReader reader = new TikaReader(ExtractSettings.defaults(), null, () -> {});
    try (DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream())) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Path file : files) {
          Extraction extraction = reader.read(Request.whole(file, Duration.ofMinutes(1)));
          WireFormat.writeAnswer(out, extraction, reader.strategy(), 0);
        }
      }
    }
  }
}
