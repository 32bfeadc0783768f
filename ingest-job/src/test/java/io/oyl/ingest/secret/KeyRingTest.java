package io.oyl.ingest.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
  private static final UUID TENANT = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final String NAME = "ingest.embed.api-key";
  private static final String VALUE = "sk-geheim-ŝlosilo";
  private static final String OLD = "2026:" + key(1);
  private static final String NEW = "2027:" + key(2);

  private final KeyRing ring = KeyRing.parse(OLD, "keys");
  private final SealedText sealed = ring.seal(TENANT, NAME, VALUE);

  @Test
  void whatIsSealedOpensForItsTenantAndName() throws UnopenableException {
    SealedText stored = SealedText.in(sealed.toString()).orElseThrow();

    assertThat(stored).isEqualTo(sealed);
    assertThat(sealed.toString()).startsWith("v1|2026|").matches(SealedText.FORM);
    assertThat(ring.open(TENANT, NAME, stored)).isEqualTo(VALUE);
  }

  /** Made by Python's cryptography 48 (AESGCM) after the comment of the column. */
  @Test
  void theFormIsTheOneThatIsDocumented() throws UnopenableException {
    SealedText stored =
        SealedText.in("v1|2026|AAECAwQFBgcICQoL|yM24FxLNMkr_o-NJ3rFPZAFk-9F5exM").orElseThrow();

    assertThat(ring.open(TENANT, NAME, stored)).isEqualTo("sk-1234");
  }

  @Test
  void theSameValueIsSealedDifferentlyEachTime() {
    SealedText again = ring.seal(TENANT, NAME, VALUE);

    assertThat(again.iv()).isNotEqualTo(sealed.iv());
    assertThat(again.ciphertext()).isNotEqualTo(sealed.ciphertext());
  }

  @Test
  void nothingOpensForAnotherTenantOrName() {
    refused(OTHER, NAME, sealed);
    refused(TENANT, "ingest.models.large.api-key", sealed);
  }

  @Test
  void nothingOpensThatHasAnotherBitAnywhere() {
    byte[] iv = Base64.getUrlDecoder().decode(sealed.iv());
    byte[] ciphertext = Base64.getUrlDecoder().decode(sealed.ciphertext());
    for (int bit = 0; bit < 8 * iv.length; bit++) {
      refused(TENANT, NAME, new SealedText("2026", flipped(iv, bit), sealed.ciphertext()));
    }
    for (int bit = 0; bit < 8 * ciphertext.length; bit++) {
      refused(TENANT, NAME, new SealedText("2026", sealed.iv(), flipped(ciphertext, bit)));
    }
    refused(TENANT, NAME, new SealedText("2026", sealed.iv(), sealed.ciphertext() + "AA"));
    refused(TENANT, NAME, new SealedText("2026", sealed.iv(), "A".repeat(25)));
  }

  @Test
  void theFirstKeySealsAndAnOlderOneStillOpens() throws UnopenableException {
    KeyRing rotated = KeyRing.parse(NEW + "," + OLD, "keys");

    assertThat(rotated.activeId()).contains("2027");
    assertThat(rotated.seal(TENANT, NAME, VALUE).keyId()).isEqualTo("2027");
    assertThat(rotated.open(TENANT, NAME, sealed)).isEqualTo(VALUE);
  }

  @Test
  void aKeyThatIsNotKnownIsNamed() {
    assertThatThrownBy(() -> KeyRing.parse(NEW, "keys").open(TENANT, NAME, sealed))
        .isInstanceOf(UnopenableException.class)
        .hasMessage("is sealed with the key 2026, which INGEST_SECRET_KEYS does not have");
    assertThatThrownBy(() -> KeyRing.empty().open(TENANT, NAME, sealed))
        .isInstanceOf(UnopenableException.class);
    SealedText underAnotherName = new SealedText("2027", sealed.iv(), sealed.ciphertext());
    assertThatThrownBy(
            () -> KeyRing.parse(NEW + "," + OLD, "keys").open(TENANT, NAME, underAnotherName))
        .isInstanceOf(UnopenableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-1234",
        "",
        "v1|k|short|AAAAAAAAAAAAAAAAAAAAAAAA",
        "v2|k|AAAAAAAAAAAAAAAA|AAAAAAAAAAAAAAAAAAAAAAAA",
        "v1|k|AAAAAAAAAAAAAAAA|AAAAAAAA",
        "v1|k|AAAAAAAAAAAAAAAA|AAAAAAAAAAAAAAAAAAAAAAAA\n"
      })
  void anotherFormIsNotSealed(String text) {
    assertThat(SealedText.in(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          abc                > keys: key 1 is not written as ID:BASE64
          a b:x              > keys: key 1 is not written as ID:BASE64
          k:c2VjcmV0         > keys: key 1 is not 32 bytes in base64
          k:se*cret          > keys: key 1 is not 32 bytes in base64
          %1$s,2026:c2VjcmV0 > keys: key 2 is not 32 bytes in base64
          %1$s,%1$s          > keys: key 2 has the id of another one, 2026
          %1$s,              > keys: key 2 is not written as ID:BASE64
          """)
  void aKeyThatIsNoneIsRefusedWithoutBeingTold(String keys, String sentence) {
    String text = keys.formatted(OLD);
    assertThatThrownBy(() -> KeyRing.parse(text, "keys"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence)
        .hasNoCause()
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("c2VjcmV0", "se*cret", "abc", key(1)));
  }

  @Test
  void aRingTellsItsIdsOnly() {
    assertThat(KeyRing.parse(NEW + "\n" + OLD + "\n", "keys")).hasToString("KeyRing[2027, 2026]");
  }

  private void refused(UUID tenant, String name, SealedText text) {
    assertThatThrownBy(() -> ring.open(tenant, name, text))
        .isInstanceOf(UnopenableException.class)
        .hasMessageStartingWith("does not open with the key 2026")
        .hasNoCause();
  }

  private static String flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
  }

  private static String key(int filled) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) filled);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
