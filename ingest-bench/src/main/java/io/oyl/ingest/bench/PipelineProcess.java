package io.oyl.ingest.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of one pipeline, so that each has a JVM, a heap and a model of its own. Takes the
 * pipeline's name, the folder and the token limit; answers JSON.
 */
final class PipelineProcess {
  static final String LANGCHAIN4J = "langchain4j";
  static final String SPRING_AI = "spring-ai";
  static final String FLOOR = "floor";

  private PipelineProcess() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answer = System.out;
    System.setOut(System.err); // what libraries print is no answer
    Path folder = Path.of(arguments[1]);
    int maxTokens = Integer.parseInt(arguments[2]);
    PeerDatabase database = PeerDatabase.fromEnvironment();
    Measured measured =
        switch (arguments[0]) {
          case LANGCHAIN4J -> LangChain4jPipeline.run(files(folder), maxTokens, database);
          case SPRING_AI -> SpringAiPipeline.run(files(folder), maxTokens, database);
          case FLOOR -> Floor.run(files(folder), maxTokens, database);
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    answer.println(JsonMapper.shared().writeValueAsString(measured));
    answer.flush();
    Runtime.getRuntime().halt(0); // Tika's own helpers may linger
  }

  private static List<Path> files(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
