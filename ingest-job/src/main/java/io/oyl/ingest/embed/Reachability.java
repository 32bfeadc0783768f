package io.oyl.ingest.embed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Whether a remote model's endpoint is there at all. */
public final class Reachability {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private Reachability() {}

  /** Why it takes no connection; empty when it does, or when the model is in this process. */
  public static String failure(EmbedSettings settings) {
    URI url = settings.baseUrl();
    if (url == null || settings.provider() == EmbedSettings.Provider.ONNX) {
      return "";
    }
    boolean plain = "http".equals(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : plain ? HTTP : HTTPS;
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(String.valueOf(url.getHost()), port), (int) PATIENCE.toMillis());
      return "";
    } catch (IOException e) {
      return settings.endpoint() + " takes no connection: " + e.getMessage();
    }
  }
}
