package io.oyl.ingest.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Our settings, for one machine that ingests and searches. They lie in a file of their own, because
 * {@code postgresql.conf} holds what initdb found out about the machine.
 */
final class ServerSettings {
  private static final String FILE = "ingest.conf";

  /** A socket's path may have 107 bytes, 103 on macOS, and PostgreSQL adds its file name. */
  private static final int LONGEST_SOCKET_DIRECTORY = 80;

  private static final long SHARED_MEMORY_BYTES = 1L << 30;

  private ServerSettings() {}

  /** Makes a new cluster read them. */
  static void include(Path data) throws IOException {
    Files.writeString(
        data.resolve("postgresql.conf"),
        "include_if_exists = '" + FILE + "'\n",
        StandardOpenOption.APPEND);
  }

  static void write(ClusterDirectory cluster, int port) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", Integer.toString(port));
    settings.put("unix_socket_directories", socketDirectory(cluster.base()));
    settings.put("shared_buffers", "256MB");
    settings.put("work_mem", "16MB");
    settings.put("maintenance_work_mem", "256MB");
    settings.put("max_wal_size", "2GB");
    settings.put("checkpoint_timeout", "15min");
    settings.put("jit", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("lc_messages", "C");
    settings.put("idle_in_transaction_session_timeout", "0");
    settings.put("log_error_verbosity", "terse"); // the details of an error quote whole rows
    if (isSharedMemorySmall()) {
      settings.put("dynamic_shared_memory_type", "mmap");
    }
    cluster.write(
        "data/" + FILE,
        settings.entrySet().stream()
            .map(e -> e.getKey() + " = '" + e.getValue().replace("'", "''") + "'")
            .collect(
                Collectors.joining(
                    "\n", "# Written at each start; settings of your own: alter system.\n", "")));
  }

  private static String socketDirectory(Path base) {
    String path = base.toString();
    boolean isShort = path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_DIRECTORY;
    return isShort && path.indexOf(',') < 0 ? path : ""; // a list: a comma would split it
  }

  /** As in a container, where a parallel index build would not fit into /dev/shm. */
  private static boolean isSharedMemorySmall() throws IOException {
    Path memory = Path.of("/dev/shm");
    return Files.isDirectory(memory)
        && Files.getFileStore(memory).getTotalSpace() < SHARED_MEMORY_BYTES;
  }
}
