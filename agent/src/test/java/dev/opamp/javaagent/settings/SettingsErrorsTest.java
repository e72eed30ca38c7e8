package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsErrorsTest {

  private final Map<String, String> environment = new HashMap<>();
  private final Properties properties = new Properties();

  @TempDir Path dir;

  @Test
  void everyErrorIsInOneLineWithItsKeySourceAndReasonButWithoutValues() {
    environment.put("OTEL_OPAMP_ENDPOINT", "foo://user:canary@host/");
    properties.put("otel.opamp.headers", "Authorization canary");
    properties.put("otel.opamp.proxy", "http://u:canary@pro xy:1");
    properties.put("otel.opamp.client.key", "/canary.pem");

    SettingsException e = failure("heartbeat.interval=-1,compression=zip,canary");

    assertThat(e.problems()).hasSize(7);
    assertThat(e)
        .hasMessageContaining("otel.opamp.endpoint (environment): does not start with ws://, wss")
        .hasMessageContaining("otel.opamp.headers (system property): entry 1 does not start")
        .hasMessageContaining("otel.opamp.proxy (system property): is not a URL")
        .hasMessageContaining("otel.opamp.client.certificate: is not set, but its counterpart is")
        .hasMessageContaining("otel.opamp.heartbeat.interval (agent argument): ")
        .hasMessageContaining("otel.opamp.compression (agent argument): is neither gzip nor none")
        .hasMessageContaining("agent argument 3: is not key=value");
    assertThat(e.getMessage()).doesNotContain("canary").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://h", "http://u:canary@h", "http://h?canary=1", "canary"})
  void ownTelemetryGoesToAPlainBaseUrl(String url) {
    SettingsException e = failure("own.telemetry.endpoint=" + url);
    assertThat(e).hasMessageContaining("otel.opamp.own.telemetry.endpoint (agent argument): ");
    assertThat(e.getMessage()).doesNotContain("canary");
  }

  @Test
  @Tag("LIM-13")
  void zeroAndNegativeSizesAreErrors() {
    assertThat(failure("max.message.size=0")).hasMessageContaining("there is no unlimited mode");
    assertThat(failure("max.message.size=-1MiB")).hasMessageContaining("no unlimited mode");
    assertThat(failure("max.message.size=2048MiB")).hasMessageContaining("larger than 2147483647");
    assertThat(failure("max.message.size=1GiB")).hasMessageContaining("unit other than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heartbeat.interval=99999999999999999999",
        "heartbeat.interval=366d",
        "heartbeat.interval=1y",
        "heartbeat.interval=1.5s",
        "poll.interval=999ms",
        "connect.timeout=0",
        "request.timeout=-1s",
        "enabled=yes",
        "config.partial=1",
        "instance.uid=1-2-3-4-5",
        "allow=everything",
        "log.level=loud",
        "destinations=https://host/",
        "client.certificate=/c.pem",
        "proxy=ftp://p:1",
        "proxy.headers=a b=c",
        "tls.min.version=1.4",
        "proxy=http://p",
        "headers=a b=c",
        "headers=a=%zz",
        "headers=a=%0D%0Ax",
        "headers=a=%ff",
        "headers=a=%C3%A9",
        "log.file=a\0b",
        "config.file=/does/not/exist"
      })
  void wrongValueNamesItsKey(String argument) {
    String key = "otel.opamp." + argument.substring(0, argument.indexOf('='));
    if (argument.startsWith("client.")) {
      key = "otel.opamp.client.key";
    }
    assertThat(failure(argument).problems()).singleElement().asString().startsWith(key);
  }

  @Test
  void malformedConfigFileIsAnErrorThatDoesNotQuoteIt() throws Exception {
    Path file = Files.writeString(dir.resolve("f"), "otel.opamp.headers=\\uzzzzcanary");
    assertThat(failure("config.file=" + file))
        .hasMessageContaining("cannot be read")
        .hasMessageNotContaining("canary");
  }

  @Test
  void messageOfTheExceptionIsWhatTheUserSees() {
    assertThatThrownBy(() -> load("enabled=perhaps"))
        .hasMessage("otel.opamp.enabled (agent argument): is neither true nor false");
  }

  private AgentSettings load(String arguments) throws SettingsException {
    return new SettingsLoader(environment, properties).load(arguments);
  }

  private SettingsException failure(String arguments) {
    SettingsException e = catchThrowableOfType(SettingsException.class, () -> load(arguments));
    assertThat(e).isNotNull();
    return e;
  }
}
