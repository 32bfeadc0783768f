package io.oyl.ingest.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sealed value as text: {@code v1|key id|iv|ciphertext}. It says nothing of what is in it but the
 * length.
 *
 * @param keyId of the key that opens it
 * @param iv 96 bits in base64url without padding
 * @param ciphertext with its tag of 128 bits at the end, in base64url without padding
 */
public record SealedText(String keyId, String iv, String ciphertext) {
  static final String KEY_ID = "[A-Za-z0-9._-]{1,32}";

  /** The form as a regular expression, for Java and PostgreSQL alike. */
  public static final String FORM =
      "^v1\\|(" + KEY_ID + ")\\|([A-Za-z0-9_-]{16})\\|([A-Za-z0-9_-]{22,})$";

  private static final Pattern PATTERN = Pattern.compile(FORM);

  /** Empty when the text has another form. */
  public static Optional<SealedText> in(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? Optional.of(new SealedText(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** The text that is stored. */
  @Override
  public String toString() {
    return "v1|" + keyId + "|" + iv + "|" + ciphertext;
  }
}
