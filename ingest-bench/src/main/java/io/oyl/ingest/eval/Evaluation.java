package io.oyl.ingest.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code bin/eval DIR [--only PART,…] [--out FILE]}, {@code bin/eval DIR --fit FILE}. */
public final class Evaluation {
  private static final List<Part> PARTS =
      List.of(new Chunking(), new Tags(), new Retrieval(), new Articles(), new Office());

  private Evaluation() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = null;
    Path out = null;
    Path weights = null;
    List<String> only = List.of();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--out") && i + 1 < arguments.length) {
        out = Path.of(arguments[++i]);
      } else if (arguments[i].equals("--fit") && i + 1 < arguments.length) {
        weights = Path.of(arguments[++i]);
      } else if (arguments[i].equals("--only") && i + 1 < arguments.length) {
        only = List.of(arguments[++i].split(","));
      } else if (folder == null && !arguments[i].startsWith("-")) {
        folder = Path.of(arguments[i]);
      } else {
        usage("unknown argument " + arguments[i]);
        return;
      }
    }
    if (folder == null || !Files.isDirectory(folder)) {
      usage(folder == null ? "no DIR" : folder + " is no folder");
      return;
    }
    if (weights != null) {
      if (!FitTags.isIn(folder)) {
        usage("not all of the labelled sets are in " + folder.resolve("tags"));
        return;
      }
      FitTags.fit(folder, weights, new Report(System.out));
      return;
    }
    List<Part> parts = parts(folder, only);
    if (parts.isEmpty()) {
      usage("nothing to evaluate in " + folder);
      return;
    }
    evaluate(folder, parts, out);
  }

  private static List<Part> parts(Path folder, List<String> only) {
    List<Part> parts = new ArrayList<>();
    for (Part part : PARTS) {
      if (part.isIn(folder) && (only.isEmpty() || only.contains(part.name()))) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static void evaluate(Path folder, List<Part> parts, @Nullable Path out)
      throws IOException {
    Report report = new Report(System.out);
    Map<String, Object> raw = new LinkedHashMap<>();
    try (Pipeline pipeline = Pipeline.open(System.getenv())) {
      raw.put("model", pipeline.embedder().model().key());
      report.heading("model " + pipeline.embedder().model().key());
      for (Part part : parts) {
        report.heading(part.name());
        raw.put(part.name(), part.run(folder, pipeline, report));
      }
    }
    if (out != null) {
      Files.writeString(out, JsonMapper.shared().writeValueAsString(raw));
    }
  }

  private static void usage(String why) {
    System.err.println(
        why
            + "\nusage: bin/eval DIR [--only chunking|tags|retrieval|extraction|office[,…]] [--out FILE]"
            + "\n       bin/eval DIR --fit FILE");
    System.exit(2);
  }
}
