package io.oyl.ingest.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Stream;

/** The folder that the program was installed into: the clone, as a rule. */
record Installation(Path root) {

  /**
   * INGEST_APP_HOME, else the nearest folder above the program's classes that has the samples.
   *
   * @throws UsageException when there is none
   */
  static Installation of(Environment environment) {
    return environment
        .get("INGEST_APP_HOME")
        .map(Path::of)
        .or(
            () ->
                Stream.iterate(classes(), path -> path != null, Path::getParent)
                    .filter(Installation::hasSamples)
                    .findFirst())
        .filter(Installation::hasSamples)
        .map(Installation::new)
        .orElseThrow(
            () ->
                new UsageException(
                    "sample-docs/ was not found: set INGEST_APP_HOME to the folder that holds it"));
  }

  Path sampleDocs() {
    return root.resolve("sample-docs");
  }

  private static boolean hasSamples(Path root) {
    return Files.isRegularFile(root.resolve("sample-docs").resolve("README.md"));
  }

  private static Path classes() {
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Path.of("").toAbsolutePath() : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
