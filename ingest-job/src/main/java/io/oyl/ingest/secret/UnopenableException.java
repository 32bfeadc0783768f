package io.oyl.ingest.secret;

/** What is sealed does not open; the message says why, to follow "it", and never what is in it. */
public final class UnopenableException extends Exception {
  UnopenableException(String why) {
    super(why);
  }
}
