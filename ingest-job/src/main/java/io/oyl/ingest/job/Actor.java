package io.oyl.ingest.job;

import io.oyl.ingest.store.Host;

/** Who runs the program, as the audit log names it. */
final class Actor {
  private Actor() {}

  /** The operating system's user at its host. */
  static String name() {
    return System.getProperty("user.name", "unknown") + "@" + Host.name();
  }
}
