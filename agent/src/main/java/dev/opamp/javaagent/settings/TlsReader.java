package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.KeyStoreFile;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.net.TlsSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the settings that say whom to trust and how the client proves who it is. */
final class TlsReader {

  private final RawSettings raw;

  TlsReader(RawSettings raw) {
    this.raw = raw;
  }

  TlsSettings read() {
    checkPairs();
    return TlsSettings.builder()
        .trustedCertificates(pem(SettingKey.CERTIFICATE))
        .trustStore(
            store(
                SettingKey.TRUSTSTORE,
                SettingKey.TRUSTSTORE_PASSWORD,
                SettingKey.TRUSTSTORE_PASSWORD_FILE))
        .client(pem(SettingKey.CLIENT_CERTIFICATE), pem(SettingKey.CLIENT_KEY))
        .clientKeyPassword(
            password(SettingKey.CLIENT_KEY_PASSWORD, SettingKey.CLIENT_KEY_PASSWORD_FILE))
        .clientKeyStore(
            store(
                SettingKey.CLIENT_KEYSTORE,
                SettingKey.CLIENT_KEYSTORE_PASSWORD,
                SettingKey.CLIENT_KEYSTORE_PASSWORD_FILE))
        .versions(minVersion(), "")
        .build();
  }

  /** Empty unless set: the default is the same for connections that a server offers. */
  private String minVersion() {
    String version = raw.get(SettingKey.TLS_MIN_VERSION, ValueParsers::tlsVersion);
    return raw.isSet(SettingKey.TLS_MIN_VERSION) ? version : "";
  }

  private void checkPairs() {
    exclusive(SettingKey.CERTIFICATE, SettingKey.TRUSTSTORE);
    exclusive(SettingKey.TRUSTSTORE_PASSWORD, SettingKey.TRUSTSTORE_PASSWORD_FILE);
    exclusive(SettingKey.CLIENT_KEY_PASSWORD, SettingKey.CLIENT_KEY_PASSWORD_FILE);
    exclusive(SettingKey.CLIENT_KEYSTORE_PASSWORD, SettingKey.CLIENT_KEYSTORE_PASSWORD_FILE);
    boolean certificate = raw.isSet(SettingKey.CLIENT_CERTIFICATE);
    boolean key = raw.isSet(SettingKey.CLIENT_KEY);
    if (raw.isSet(SettingKey.CLIENT_KEYSTORE)) {
      exclusive(
          certificate ? SettingKey.CLIENT_CERTIFICATE : SettingKey.CLIENT_KEY,
          SettingKey.CLIENT_KEYSTORE);
    } else if (certificate != key) {
      raw.problem(
          certificate ? SettingKey.CLIENT_KEY : SettingKey.CLIENT_CERTIFICATE,
          "is not set, but its counterpart is");
    }
  }

  private void exclusive(SettingKey one, SettingKey other) {
    if (raw.isSet(one) && raw.isSet(other)) {
      raw.problem(other, "is set, but " + one.property() + " is too; only one of them can be");
    }
  }

  private @Nullable PemSource pem(SettingKey key) {
    Path path = raw.find(key, ValueParsers::path);
    return path == null ? null : PemSource.file(key.property(), path);
  }

  private @Nullable KeyStoreFile store(SettingKey key, SettingKey text, SettingKey file) {
    Path path = raw.find(key, ValueParsers::path);
    SecretSource password = password(text, file);
    return path == null ? null : new KeyStoreFile(key.property(), path, password);
  }

  private @Nullable SecretSource password(SettingKey text, SettingKey file) {
    String given = raw.find(text, value -> value);
    Path path = raw.find(file, ValueParsers::path);
    if (given != null) {
      return SecretSource.text(text.property(), given);
    }
    return path == null ? null : SecretSource.file(file.property(), path);
  }
}
