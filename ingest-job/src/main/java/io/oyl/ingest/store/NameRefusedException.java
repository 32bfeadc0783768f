package io.oyl.ingest.store;

import java.util.regex.Pattern;

/** A tenant, workspace or reference of that name is not there, and none is made. */
public final class NameRefusedException extends RuntimeException {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  /** One of the three, which is to be made. */
  public NameRefusedException(String what, String name) {
    super(
        "the name of a new "
            + what
            + " can have no line break and no other control character: '"
            + CONTROL.matcher(name).replaceAll("?")
            + "'");
  }

  static boolean isFit(String name) {
    return !CONTROL.matcher(name).find();
  }
}
