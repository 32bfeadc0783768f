package io.oyl.ingest.extract.process;

import java.nio.file.Path;
import java.time.Duration;

/** Owns a parsing process that hangs, to be killed. Prints the process's id. */
final class OwnerProcess {
  private OwnerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    try (ForkedExtractor extractor =
        new ForkedExtractor(ForkedExtractorTest.settings(Duration.ofMinutes(5)))) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  while (extractor.pids().isEmpty()) {
                    Thread.sleep(20);
                  }
                  Thread.sleep(1_500);
                  System.out.println(extractor.pids().iterator().next());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      extractor.extract(Path.of(args[0]));
    }
  }
}
