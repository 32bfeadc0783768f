package io.oyl.ingest.extract.process;

import io.oyl.ingest.extract.ExtractSettings;
import io.oyl.ingest.extract.Extraction;
import io.oyl.ingest.extract.OcrSettings;
import io.oyl.ingest.extract.reading.Message;
import io.oyl.ingest.extract.reading.Request;
import io.oyl.ingest.extract.reading.Tesseract;
import io.oyl.ingest.extract.reading.TikaReader;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.tika.exception.TikaException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/**
 * The program of a parsing process. It takes one path after the other from its standard input and
 * ends as soon as that is closed, even in the middle of a file: its owner is gone then.
 */
final class ExtractionWorker {
  /** What {@code -XX:+ExitOnOutOfMemoryError} exits with. */
  static final int EXIT_OUT_OF_MEMORY = 3;

  /** Not used by the JVM or a shell: over the limit of temporary disk space. */
  static final int EXIT_TEMP_LIMIT = 97;

  private static final long TICK_MILLIS = 100;

  private final DataOutputStream out;
  private final TikaReader reader;
  private final long maxTempBytes;
  private volatile boolean busy;

  private ExtractionWorker(
      DataOutputStream out, ExtractSettings settings, @Nullable Tesseract tesseract)
      throws TikaException, IOException, SAXException {
    this.out = out;
    this.reader = new TikaReader(settings, tesseract, this::moved);
    this.maxTempBytes = (long) settings.maxTempMegabytes() << 20;
  }

  /** The settings that a process needs, as its arguments. */
  static List<String> arguments(ExtractSettings settings, @Nullable Tesseract tesseract) {
    List<String> arguments = new ArrayList<>();
    Collections.addAll(
        arguments,
        Integer.toString(settings.maxTextCharacters()),
        Integer.toString(settings.maxEmbedded()),
        Integer.toString(settings.maxDepth()),
        Integer.toString(settings.maxTempMegabytes()),
        Integer.toString(settings.maxUnpackedMegabytes()));
    if (tesseract != null) {
      arguments.addAll(tesseract.arguments());
    }
    return arguments;
  }

  public static void main(String[] args) throws Exception {
    OutputStream protocol = new FileOutputStream(FileDescriptor.out);
    // Whatever a parser prints must not get between the messages.
    System.setOut(System.err);
    BlockingQueue<Request> files = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().name("owner").start(() -> listen(files));
    try {
      ExtractSettings own = ExtractSettings.defaults();
      ExtractSettings settings =
          new ExtractSettings(
              Duration.ofDays(1),
              own.heapMegabytes(),
              1,
              own.filesPerFork(),
              own.maxFileBytes(),
              Integer.parseInt(args[0]),
              Integer.parseInt(args[1]),
              Integer.parseInt(args[2]),
              Integer.parseInt(args[3]),
              Integer.parseInt(args[4]),
              OcrSettings.off());
      Tesseract tesseract = args.length > 5 ? Tesseract.fromArguments(args, 5) : null;
      DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
      new ExtractionWorker(out, settings, tesseract).run(files);
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(EXIT_OUT_OF_MEMORY);
    } finally {
      protocol.flush();
    }
  }

  private static void listen(BlockingQueue<Request> files) {
    try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in))) {
      while (true) {
        files.add(WireFormat.readRequest(in));
      }
    } catch (IOException | RuntimeException e) {
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
      Runtime.getRuntime().halt(0);
    }
  }

  private void run(BlockingQueue<Request> files) throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("progress").start(this::tick);
    synchronized (out) {
      WireFormat.writeReady(out);
    }
    while (true) {
      Request request = files.take();
      heap().forEach(MemoryPoolMXBean::resetPeakUsage);
      busy = true;
      Extraction extraction = request.simply() ? reader.readSimply(request) : reader.read(request);
      synchronized (out) {
        busy = false;
        if (extraction == null) {
          WireFormat.writeNoSimplerWay(out);
        } else {
          WireFormat.writeAnswer(out, extraction, reader.strategy(), peakHeapBytes());
        }
      }
    }
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long peakHeapBytes() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }

  private void moved() {
    try {
      synchronized (out) {
        WireFormat.writeProgress(out, reader.progress(peakHeapBytes()));
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  /** Tells progress, so that the owner knows where it was when it has to be killed. */
  private void tick() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Message.Progress told = Message.Progress.NONE;
    try {
      while (true) {
        Thread.sleep(TICK_MILLIS);
        if (!busy) {
          continue;
        }
        try {
          Message.Progress now = reader.progress(peakHeapBytes());
          boolean full = size(temporary) > maxTempBytes;
          if (full || !now.equals(told)) {
            told = now;
            synchronized (out) {
              if (busy) {
                WireFormat.writeProgress(out, now);
              }
            }
          }
          if (full) {
            Runtime.getRuntime().halt(EXIT_TEMP_LIMIT);
          }
        } catch (OutOfMemoryError e) {
          // The page that needs it all is being given up; this thread must go on.
        }
      }
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static long size(Path folder) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        bytes += Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? size(file) : Files.size(file);
      }
    } catch (IOException e) {
      // Removed while it was listed.
    }
    return bytes;
  }
}
