package io.oyl.ingest.extract.process;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** A parser that does what its file says, to the harm of its process. */
public final class PoisonParser implements Parser {
  private static final long serialVersionUID = 1L;

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return Set.of(MediaType.application("x-oyl-poison"));
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    String order = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    XHTMLContentHandler xhtml = new XHTMLContentHandler(handler, metadata);
    xhtml.startDocument();
    switch (order) {
      case "poison:sleep" -> {
        for (int page = 1; page <= 3; page++) {
          xhtml.startElement("div", "class", "page");
          xhtml.element("p", "page " + page);
          xhtml.endElement("div");
        }
        sleep();
      }
      case "poison:once" -> {
        // Next to the processes' temporary folders, which lie side by side.
        Path root = Path.of(System.getProperty("java.io.tmpdir")).resolveSibling("tried");
        if (!Files.exists(root)) {
          Files.createFile(root);
          Runtime.getRuntime().halt(42);
        }
        xhtml.element(
            "p", "alone: " + atWork(requireNonNull(root.getParent())) + " others at work");
      }
      case "poison:second" -> {
        Path at = Files.createTempFile("at", ".work");
        pause(1_000);
        Files.delete(at);
        xhtml.element("p", "slow");
      }
      case "poison:child" -> {
        new ProcessBuilder("sleep", "300").start();
        sleep();
      }
      case "poison:heap" -> {
        List<byte[]> eaten = new ArrayList<>();
        while (eaten.size() < Integer.MAX_VALUE) {
          eaten.add(new byte[1 << 20]);
        }
      }
      case "poison:exit" -> System.exit(0);
      case "poison:halt" -> Runtime.getRuntime().halt(42);
      case "poison:babble" -> {
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
          out.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        sleep();
      }
      case "poison:print" -> {
        System.out.println("printed by a parser");
        xhtml.element("p", "it printed");
      }
      case "poison:environment" -> xhtml.element("p", "environment " + System.getenv());
      case "poison:temporary" -> {
        Path left = Files.createTempFile("left", ".tmp");
        Files.write(left, new byte[10]);
        xhtml.element("p", left.toString());
      }
      case "poison:disk" -> {
        Path big = Files.createTempFile("big", ".tmp");
        Files.write(big, new byte[3 << 20]);
        sleep();
      }
      default -> throw new TikaException("no such poison");
    }
    xhtml.endDocument();
  }

  private static long atWork(Path forks) throws IOException {
    long most = 0;
    for (int i = 0; i < 20; i++) {
      try (Stream<Path> files = Files.walk(forks)) {
        most = Math.max(most, files.filter(file -> file.toString().endsWith(".work")).count());
      }
      pause(50);
    }
    return most;
  }

  private static void sleep() {
    pause(300_000);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
