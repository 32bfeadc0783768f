package io.oyl.ingest.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal secrets: AES-256-GCM with a random IV of 96 bits and a tag of 128 (NIST SP
 * 800-38D), bound to tenant and name as additional data. The first key seals, all of them open.
 * Thread-safe.
 */
public final class KeyRing {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder FROM_TEXT = Base64.getUrlDecoder();

  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretKey> keys;

  private KeyRing(Map<String, SecretKey> keys) {
    this.keys = keys;
  }

  /** Without a key: nothing can be sealed or opened. */
  static KeyRing empty() {
    return new KeyRing(Map.of());
  }

  /**
   * Keys as {@code id:base64}, parted by commas or white space, the active one first.
   *
   * @param property where they come from
   * @throws IllegalArgumentException when one cannot be a key; it is told by its place, since even
   *     a part of it is secret
   */
  static KeyRing parse(String text, String property) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    int place = 0;
    for (String entry : text.strip().split("[,\\s]+", -1)) {
      String key = "%s: key %d ".formatted(property, ++place);
      int colon = entry.indexOf(':');
      if (colon < 0 || !entry.substring(0, colon).matches(SealedText.KEY_ID)) {
        throw new IllegalArgumentException(
            key + "is not written as ID:BASE64 with an ID of letters, digits, . _ or -");
      }
      String id = entry.substring(0, colon);
      if (keys.putIfAbsent(id, key(entry.substring(colon + 1), key)) != null) {
        throw new IllegalArgumentException(key + "has the id of another one, " + id);
      }
    }
    return new KeyRing(keys);
  }

  private static SecretKey key(String base64, String key) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          key + "is not 32 bytes in base64, as openssl rand -base64 32 makes them");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The id of the key that seals; empty when there is none. */
  public Optional<String> activeId() {
    return keys.keySet().stream().findFirst();
  }

  /**
   * Seals a value for a tenant under a name.
   *
   * @throws IllegalStateException when there is no key
   */
  public SealedText seal(UUID tenant, String name, String value) {
    String id = activeId().orElseThrow(() -> new IllegalStateException("there is no key"));
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(iv);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, id, iv, tenant, name);
      return new SealedText(
          id,
          TO_TEXT.encodeToString(iv),
          TO_TEXT.encodeToString(cipher.doFinal(value.getBytes(UTF_8))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  /**
   * Opens what was sealed for this tenant under this name.
   *
   * @throws UnopenableException when its key is not known, or it was sealed for another tenant or
   *     name or changed since
   */
  public String open(UUID tenant, String name, SealedText sealed) throws UnopenableException {
    if (!keys.containsKey(sealed.keyId())) {
      throw new UnopenableException(
          "is sealed with the key %s, which INGEST_SECRET_KEYS does not have"
              .formatted(sealed.keyId()));
    }
    try {
      byte[] iv = FROM_TEXT.decode(sealed.iv());
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, sealed.keyId(), iv, tenant, name);
      return new String(cipher.doFinal(FROM_TEXT.decode(sealed.ciphertext())), UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new UnopenableException(
          "does not open with the key %s: it was sealed for another tenant or name, or was changed"
              .formatted(sealed.keyId()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + CIPHER, e);
    }
  }

  private Cipher cipher(int mode, String id, byte[] iv, UUID tenant, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD((tenant + "\n" + name).getBytes(UTF_8));
    return cipher;
  }

  /** The ids, the active one first. */
  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }
}
