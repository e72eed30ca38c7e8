package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as OpenSSL writes them; their password is {@code s3cret}. */
class PrivateKeysTest {

  private static PemFile file(String name) throws Exception {
    Path path = Path.of(PrivateKeysTest.class.getResource(name).toURI());
    return PemFile.read(PemSource.file("the.setting", path));
  }

  @ParameterizedTest
  @CsvSource({
    "ec-openssl-aes256.pem, ec.pem",
    "ec-pkcs8-pbes2.pem, ec.pem",
    "rsa-openssl-aes128.pem, rsa.pem",
    "rsa-openssl-des3.pem, rsa.pem",
    "rsa-pkcs8-pbes2-sha1.pem, rsa.pem"
  })
  @Tag("CON-24")
  void anEncryptedKeyIsTheKeyThatWasEncrypted(String encrypted, String plain) throws Exception {
    PrivateKey expected = PrivateKeys.read(file(plain), null);

    PrivateKey decrypted =
        PrivateKeys.read(file(encrypted), SecretSource.text("the.password", "s3cret"));

    assertThat(secretOf(decrypted)).isEqualTo(secretOf(expected));
  }

  /** The encodings of equal keys may differ: one names the curve inside, the other does not. */
  private static BigInteger secretOf(PrivateKey key) {
    return key instanceof ECPrivateKey
        ? ((ECPrivateKey) key).getS()
        : ((RSAPrivateKey) key).getPrivateExponent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ec-openssl-aes256.pem", "ec-pkcs8-pbes2.pem", "rsa-openssl-des3.pem"})
  @Tag("CON-25")
  void aWrongOrMissingPasswordIsToldWithoutIt(String name) throws Exception {
    PemFile file = file(name);

    assertThatThrownBy(() -> PrivateKeys.read(file, SecretSource.text("the.password", "wr0ng")))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("the.setting")
        .hasMessageContaining("password")
        .hasMessageNotContaining("wr0ng");
    assertThatThrownBy(() -> PrivateKeys.read(file, null))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("no password is set");
  }

  @Test
  void aKeyGivenAsTextIsReadLikeAFile() throws Exception {
    String text =
        new String(PrivateKeysTest.class.getResourceAsStream("ec.pem").readAllBytes(), "US-ASCII");

    PrivateKey key = PrivateKeys.read(PemFile.read(PemSource.text("offered key", text)), null);

    assertThat(key).isEqualTo(PrivateKeys.read(file("ec.pem"), null));
  }
}
