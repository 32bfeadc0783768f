package io.oyl.ingest.embed;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prepares what DJL's tokenizers and ONNX Runtime unpack before their classes load: into a folder
 * that can be written to, once and not anew at each start, without any call over the network.
 * Settings that somebody made outside stay as they are.
 */
final class NativeLibraries {
  private NativeLibraries() {}

  /** Must run before the first use of either library; answers the folder. */
  static synchronized Path prepare(@Nullable Path cache) {
    setUnlessSet("ai.djl.offline", "true");
    setUnlessSet("OPT_OUT_TRACKING", "true");
    setUnlessSet("RUST_FLAVOR", "cpu");
    Path folder = folder(cache);
    setUnlessSet("DJL_CACHE_DIR", folder.resolve("djl").toString());
    if (System.getProperty("onnxruntime.native.path") == null) {
      Path unpacked = unpackOnnxRuntime(folder);
      if (unpacked != null) {
        System.setProperty("onnxruntime.native.path", unpacked.toString());
      }
    }
    return folder;
  }

  private static Path folder(@Nullable Path wanted) {
    Path folder =
        wanted != null
            ? wanted
            : Path.of(System.getProperty("user.home", ""), ".oyl-ingest", "natives");
    try {
      Files.createDirectories(folder);
      if (Files.isWritable(folder)) {
        return folder.toAbsolutePath();
      }
    } catch (IOException e) {
      // a home that cannot be written to is no reason to fail: natives go to a fresh folder
    }
    try {
      return Files.createTempDirectory("oyl-ingest-natives");
    } catch (IOException e) {
      throw new EmbeddingFailedException(
          "no folder for native libraries can be written to, neither "
              + folder
              + " nor java.io.tmpdir; set ingest.embed.native-cache",
          e);
    }
  }

  /** Null when this platform's libraries are not in the jar: ONNX Runtime then looks itself. */
  private static @Nullable Path unpackOnnxRuntime(Path folder) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String platform =
        (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
            + (machine.equals("aarch64") ? "-aarch64" : "-x64");
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    Path target =
        folder.resolve("onnxruntime-" + (version == null ? "jar" : version)).resolve(platform);
    try {
      for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
        String name = System.mapLibraryName(library);
        URL resource =
            OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + name);
        if (resource == null) {
          return null;
        }
        unpack(resource, target.resolve(name));
      }
      return target;
    } catch (IOException e) {
      throw new EmbeddingFailedException(
          "ONNX Runtime cannot be unpacked to " + target + "; set ingest.embed.native-cache", e);
    }
  }

  private static void unpack(URL resource, Path target) throws IOException {
    long size = resource.openConnection().getContentLengthLong();
    if (Files.exists(target) && Files.size(target) == size) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), "unpack", ".part");
    try (InputStream in = resource.openStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null && System.getenv(name) == null) {
      System.setProperty(name, value);
    }
  }
}
