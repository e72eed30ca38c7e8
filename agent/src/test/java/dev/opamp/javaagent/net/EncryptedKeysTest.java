package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys were encrypted by OpenSSL 3.0, with its defaults where the name says so. */
class EncryptedKeysTest {

  private static final SecretSource PASSWORD = SecretSource.text("key.password", "opensesame");

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa-pkcs8-default",
        "ec-pkcs8-default",
        "ec-pkcs8-aes128-sha1",
        "ec-pkcs8-des3-sha512",
        "ec-pkcs8-pbe-sha1-3des",
        "rsa-openssl-aes128",
        "rsa-openssl-aes192",
        "rsa-openssl-aes256",
        "rsa-openssl-des3",
        "ec-openssl-aes256"
      })
  @Tag("CON-25")
  void opensWhatOpensslEncrypted(String name) throws Exception {
    PemFile plain = file("plain-" + name.split("-")[0]);
    PemFile encrypted = file("encrypted-" + name);
    assertThat(secretNumber(PrivateKeys.read(encrypted, PASSWORD)))
        .isEqualTo(secretNumber(PrivateKeys.read(plain, null)));

    assertThatThrownBy(() -> PrivateKeys.read(encrypted, null))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("client.key")
        .hasMessageContaining("no password is set");
    assertThatThrownBy(() -> PrivateKeys.read(encrypted, SecretSource.text("p", "canary")))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("client.key")
        .hasMessageNotContaining("canary");
  }

  @Test
  @Tag("CON-25")
  void saysWhatItCannotOpen() throws Exception {
    PemFile scrypt = file("encrypted-ec-pkcs8-scrypt");
    assertThatThrownBy(() -> PrivateKeys.read(scrypt, PASSWORD))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("not supported");
    for (String content : List.of("AAAA", "MAA=", "MIAw", "MAUwAwYBKg==")) {
      PemFile damaged =
          PemFile.read(
              PemSource.text(
                  "client.key",
                  "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                      + content
                      + "\n-----END ENCRYPTED PRIVATE KEY-----\n"));
      assertThatThrownBy(() -> PrivateKeys.read(damaged, PASSWORD))
          .isInstanceOf(TlsException.class)
          .hasMessageContaining("client.key");
    }
  }

  @Test
  void aPasswordMayBeInAFile() throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "opensesame\n");
    PemFile key = file("encrypted-ec-pkcs8-default");
    assertThat(PrivateKeys.read(key, SecretSource.file("key.password.file", file))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "canary\r\nX: y", "canary\nmore"})
  void aSecretFileHoldsOneLine(String content) throws Exception {
    Path file = Files.writeString(dir.resolve("secret"), content);
    assertThatThrownBy(SecretSource.file("otel.opamp.token.file", file)::read)
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("otel.opamp.token.file")
        .hasMessageNotContaining("canary");
  }

  /** Encodings of the same EC key differ by the public key, which may be left out. */
  private static BigInteger secretNumber(PrivateKey key) {
    return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
  }

  private static PemFile file(String name) throws Exception {
    var resource = EncryptedKeysTest.class.getResource(name + ".pem");
    return PemFile.read(PemSource.file("client.key", Path.of(resource.toURI())));
  }
}
