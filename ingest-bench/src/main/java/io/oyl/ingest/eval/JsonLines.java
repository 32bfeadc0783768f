package io.oyl.ingest.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads files of one JSON value a line. */
final class JsonLines {
  private JsonLines() {}

  static List<JsonNode> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(JsonMapper.shared()::readTree)
        .toList();
  }
}
