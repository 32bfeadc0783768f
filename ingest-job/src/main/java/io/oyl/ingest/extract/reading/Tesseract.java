package io.oyl.ingest.extract.reading;

import io.oyl.ingest.extract.OcrSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The character recognition program.
 *
 * @param version as it calls itself: {@code tesseract 5.3.0}
 */
public record Tesseract(Path program, String version, OcrSettings settings) {
  private static final int LONGEST = 4 << 20;

  /**
   * The program of the settings, or of the PATH when they name none; null when it is off, or there
   * is none on the PATH that runs.
   *
   * @throws IllegalArgumentException when the settings name something that does not run
   */
  public static @Nullable Tesseract find(OcrSettings settings) throws InterruptedException {
    if (settings.program().equals("off")) {
      return null;
    }
    if (settings.program().isBlank()) {
      return onPath(settings);
    }
    Path program = Path.of(settings.program());
    if (!Files.exists(program)) {
      throw refused(settings, "there is no such file");
    }
    if (!isProgram(program)) {
      throw refused(settings, "that is not a program");
    }
    Tesseract tesseract = at(program, settings);
    if (tesseract == null) {
      throw refused(settings, "it does not tell its version when it is asked with --version");
    }
    return tesseract;
  }

  private static @Nullable Tesseract onPath(OcrSettings settings) throws InterruptedException {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path place = Path.of(folder, "tesseract");
      if (!folder.isBlank() && isProgram(place)) {
        return at(place, settings);
      }
    }
    return null;
  }

  private static boolean isProgram(Path place) {
    return Files.isExecutable(place) && !Files.isDirectory(place);
  }

  private static @Nullable Tesseract at(Path program, OcrSettings settings)
      throws InterruptedException {
    String version = version(program);
    return version == null ? null : new Tesseract(program.toAbsolutePath(), version, settings);
  }

  private static IllegalArgumentException refused(OcrSettings settings, String why) {
    return new IllegalArgumentException(
        "ingest.extract.ocr.program (INGEST_TESSERACT) is "
            + settings.program()
            + ", and "
            + why
            + ": name the path of tesseract, or off");
  }

  /** What a parsing process has to know. */
  public List<String> arguments() {
    return List.of(
        program.toString(),
        version,
        settings.languages(),
        settings.pageTimeout().toString(),
        settings.fileTimeout().toString());
  }

  public static Tesseract fromArguments(String[] arguments, int first) {
    return new Tesseract(
        Path.of(arguments[first]),
        arguments[first + 1],
        new OcrSettings(
            arguments[first],
            arguments[first + 2],
            Duration.parse(arguments[first + 3]),
            Duration.parse(arguments[first + 4])));
  }

  private static @Nullable String version(Path program) throws InterruptedException {
    Path said = null;
    Process process = null;
    try {
      said = Files.createTempFile("oyl-ingest-ocr", ".txt");
      process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return null;
      }
      String line = Files.readString(said, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      return line.matches("[\\w .+-]{1,60}") ? line.strip() : "tesseract";
    } catch (IOException e) {
      return null;
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      delete(said);
    }
  }

  /**
   * The text of an image, paragraphs a blank line apart.
   *
   * @param image in the temporary folder of this process, which names it in the program's
   *     arguments: by that it is found when it has to be killed
   * @throws IOException when the program fails or takes too long
   */
  String read(Path image) throws IOException, InterruptedException {
    Path text = Files.createTempFile("ocr", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            image.toString(),
            text.toString().replaceFirst("\\.out$", ""),
            "-l",
            settings.languages());
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Path written = Path.of(text.toString().replaceFirst("\\.out$", ".txt"));
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(settings.pageTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("character recognition took too long");
      }
      if (process.exitValue() != 0 || !Files.exists(written)) {
        throw new IOException("character recognition failed");
      }
      if (Files.size(written) > LONGEST) {
        throw new IOException("character recognition gave too much");
      }
      return Files.readString(written, StandardCharsets.UTF_8).replace('\f', '\n').strip();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      delete(text);
      delete(written);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The folder is emptied after the file.
    }
  }
}
