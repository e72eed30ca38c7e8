package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.opamp.javaagent.net.KeyStoreFile;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.SecretSource;
import dev.opamp.javaagent.net.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecuritySettingsTest {

  @Test
  void storesPasswordsVersionAndTokenAreRead() throws Exception {
    ConnectionSettings read =
        load(
            "client.keystore=/k.p12,client.keystore.password=one,client.key.password.file=/two,"
                + "truststore=/t.jks,truststore.password=three,tls.min.version=TLSv1.3,"
                + "token.file=/token");
    TlsSettings expected =
        TlsSettings.builder()
            .clientKeyStore(new KeyStoreFile("", Path.of("/k.p12"), text("one")))
            .clientKeyPassword(SecretSource.file("", Path.of("/two")))
            .trustStore(new KeyStoreFile("", Path.of("/t.jks"), text("three")))
            .versions("TLSv1.3", "")
            .build();
    assertThat(read.tls()).isEqualTo(expected);
    assertThat(read.token()).isEqualTo(SecretSource.file("", Path.of("/token")));
    assertThat(read.token()).hasToString("otel.opamp.token.file: /token");
    assertThat(read.tls().trustStore()).hasToString("otel.opamp.truststore: /t.jks");
  }

  private static SecretSource text(String secret) {
    return SecretSource.text("", secret);
  }

  @ParameterizedTest
  @CsvSource({
    "p:3128,http://p:3128",
    "http://p:3128,http://p:3128",
    "https://u:w@p:443,https://u:w@p:443",
    "socks5://u:w@[::1]:1080,socks5://u:w@[::1]:1080"
  })
  @Tag("CON-60")
  void proxiesOfEachKindAreRead(String text, String url) throws Exception {
    ProxySettings proxy = load("proxy=" + text + ",proxy.headers=X-Team=a%2Cb").proxy();
    assertThat(proxy).isEqualTo(new ProxySettings(URI.create(url), Map.of("X-Team", "a,b")));
    assertThat(proxy.toString()).doesNotContain("u:w").doesNotContain("a,b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "client.keystore=/k,client.certificate=/c,client.key=/p;otel.opamp.client.keystore",
        "client.keystore=/k,client.key=/p;otel.opamp.client.keystore",
        "certificate=/c,truststore=/t;otel.opamp.truststore",
        "client.key.password=canary,client.key.password.file=/f;otel.opamp.client.key.password",
        "token.file=/t,headers=authorization=canary;otel.opamp.token.file",
        "token.file=/t,endpoint=ws://u:canary@h;otel.opamp.token.file"
      })
  void settingsThatContradictEachOtherAreErrors(String arguments, String key) {
    SettingsException e = catchThrowableOfType(SettingsException.class, () -> load(arguments));
    assertThat(e).isNotNull();
    assertThat(e.problems()).singleElement().asString().startsWith(key);
    assertThat(e).hasMessageContaining("only one of them").hasMessageNotContaining("canary");
  }

  private static ConnectionSettings load(String arguments) throws SettingsException {
    String all = arguments.contains("endpoint=") ? arguments : "endpoint=ws://h," + arguments;
    return new SettingsLoader(Map.of(), new Properties()).load(all).connection();
  }
}
