package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.net.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {

  private final Map<String, String> environment = new HashMap<>();
  private final Properties properties = new Properties();

  @TempDir Path dir;

  @Test
  void nothingSetMeansNotConfiguredWithEveryDefault() throws SettingsException {
    AgentSettings settings = load(null);
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.connection()).isNull();
    assertThat(settings.log().level()).isEqualTo(LogLevel.WARN);
    assertThat(settings.log().file()).isNull();
    assertThat(settings.stateDirectory()).isNull();
    assertThat(settings.instanceUid()).isSameAs(InstanceUidSetting.GENERATED);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void endpointAloneGivesTheDocumentedDefaults() throws SettingsException {
    ConnectionSettings connection = connection("endpoint=ws://localhost:4320");
    assertThat(connection.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(connection.pollInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(connection.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(connection.requestTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(connection.compression()).isTrue();
    assertThat(connection.maxMessageSize()).isEqualTo(64 * 1024 * 1024);
    assertThat(connection.proxy()).isNull();
    assertThat(connection.headers()).isEmpty();
  }

  @Test
  void builderDefaultsAreTheDocumentedOnes() throws SettingsException {
    ConnectionSettings read = connection("endpoint=ws://localhost/x");
    ConnectionSettings built = ConnectionSettings.builder(read.endpoint()).build();
    assertThat(built).usingRecursiveComparison().isEqualTo(read);
  }

  @Test
  void argumentsWinOverPropertiesOverEnvironmentOverFile() throws Exception {
    Path file = dir.resolve("agent.properties");
    Files.writeString(
        file,
        """
        otel.opamp.endpoint=ws://localhost/file
        otel.opamp.heartbeat.interval=1s
        otel.opamp.poll.interval=1s
        otel.opamp.connect.timeout=1s
        otel.opamp.request.timeout=1s
        """);
    environment.put("OTEL_OPAMP_CONFIG_FILE", file.toString());
    environment.put("OTEL_OPAMP_HEARTBEAT_INTERVAL", "2s");
    environment.put("OTEL_OPAMP_POLL_INTERVAL", "2s");
    environment.put("OTEL_OPAMP_CONNECT_TIMEOUT", "2s");
    properties.put("otel.opamp.poll.interval", "3s");
    properties.put("otel.opamp.connect.timeout", "3s");

    ConnectionSettings connection = connection("otel.opamp.connect.timeout=4s");

    assertThat(connection.endpoint()).hasPath("/file");
    assertThat(connection.requestTimeout()).hasSeconds(1);
    assertThat(connection.heartbeatInterval()).hasSeconds(2);
    assertThat(connection.pollInterval()).hasSeconds(3);
    assertThat(connection.connectTimeout()).hasSeconds(4);
  }

  @Test
  void emptyValueIsNotSetAndLetsTheNextSourceSpeak() throws SettingsException {
    properties.put("otel.opamp.endpoint", " ");
    environment.put("OTEL_OPAMP_ENDPOINT", "wss://env.example/x");
    assertThat(connection("endpoint=").endpoint()).hasHost("env.example");
  }

  @Test
  void commaInAnArgumentIsEscaped() throws SettingsException {
    ConnectionSettings connection =
        connection("headers=a=1\\,b=x%2Cy=z,endpoint=http://localhost,state.dir=C:\\agent");
    assertThat(connection.headers()).containsExactly(Map.entry("a", "1"), Map.entry("b", "x,y=z"));
    assertThat(load("state.dir=C:\\agent").stateDirectory()).isEqualTo(Path.of("C:\\agent"));
  }

  @Test
  void everyOtherSettingIsRead() throws SettingsException {
    AgentSettings settings =
        load(
            "instance.uid=0190b1c2-0000-7000-8000-0123456789ab,state.dir=/s,config.enabled=FALSE,"
                + "config.partial=true,destinations=a.example\\,*.b.example,"
                + "allow=file-exporters\\, packages,log.level=Debug,log.file=/l");
    assertThat(settings.instanceUid().fixed())
        .isEqualTo(UUID.fromString("0190b1c2-0000-7000-8000-0123456789ab"));
    assertThat(settings.stateDirectory()).isEqualTo(Path.of("/s"));
    assertThat(settings.remoteConfig().enabled()).isFalse();
    assertThat(settings.remoteConfig().partial()).isTrue();
    assertThat(settings.remoteConfig().destinations()).hasToString("a.example,*.b.example");
    assertThat(settings.remoteConfig().allows(Power.FILE_EXPORTERS)).isTrue();
    assertThat(settings.remoteConfig().allows(Power.PACKAGES)).isTrue();
    assertThat(settings.remoteConfig().allows(Power.DIAGNOSTICS)).isFalse();
    assertThat(settings.log().level()).isEqualTo(LogLevel.DEBUG);
    assertThat(settings.log().file()).isEqualTo(Path.of("/l"));
  }

  @Test
  void ownTelemetryHasABaseUrlAndHeaders() throws SettingsException {
    OwnTelemetrySettings own =
        load("own.telemetry.endpoint=https://otlp.example/x/,own.telemetry.headers=k=a%2Cb")
            .ownTelemetry();
    assertThat(own.endpoint()).hasToString("https://otlp.example/x");
    assertThat(own.headers()).containsExactly(Map.entry("k", "a,b"));
    assertThat(load(null).ownTelemetry().endpoint()).isNull();
  }

  @Test
  void ownTelemetryHasTlsOfItsOwn() throws SettingsException {
    OwnTelemetrySettings own =
        load("own.telemetry.certificate=/ca,own.telemetry.client.certificate=/cert,"
                + "own.telemetry.client.key=/key,own.telemetry.https.only=true")
            .ownTelemetry();
    assertThat(own.tls().trustedCertificates().file()).isEqualTo(Path.of("/ca"));
    assertThat(own.tls().clientCertificate().file()).isEqualTo(Path.of("/cert"));
    assertThat(own.tls().clientKey().file()).isEqualTo(Path.of("/key"));
    assertThat(own.httpsOnly()).isTrue();
    assertThat(load(null).ownTelemetry().httpsOnly()).isFalse();
    assertThat(load(null).ownTelemetry().tls()).isEqualTo(TlsSettings.defaults());
    assertThatThrownBy(() -> load("endpoint=ws://localhost,own.telemetry.client.certificate=/cert"))
        .hasMessageContaining("own.telemetry.client.key");
  }

  @Test
  void dangerousPowersAreOffByDefaultAndDestinationsLeftToTheStartUpConfig() throws Exception {
    RemoteConfigSettings remote = load("endpoint=ws://localhost").remoteConfig();
    assertThat(remote.enabled()).isTrue();
    assertThat(remote.partial()).isFalse();
    assertThat(remote.destinations()).isNull();
    assertThat(Power.values()).noneMatch(remote::allows);
    RemoteConfigSettings any = load("allow=*").remoteConfig();
    assertThat(Power.values()).allMatch(any::allows);
  }

  @Test
  void serverCanBeAskedForTheInstanceUid() throws SettingsException {
    assertThat(load("instance.uid=server").instanceUid().requestedFromServer()).isTrue();
    assertThat(load(null).instanceUid().requestedFromServer()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"65536,65536", "64KiB,65536", "1 mib,1048576", "2047MiB,2146435072"})
  void sizesAreReadWithTheirUnit(String text, int bytes) throws SettingsException {
    assertThat(connection("endpoint=ws://localhost,max.message.size=" + text).maxMessageSize())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "1500,PT1.5S",
    "500ms,PT0.5S",
    "30s,PT30S",
    "2m,PT2M",
    "1h,PT1H",
    "1d,PT24H",
    "0,PT0S"
  })
  void durationsAreReadAsOpenTelemetryDoes(String text, Duration expected) throws Exception {
    assertThat(connection("endpoint=ws://localhost,heartbeat.interval=" + text).heartbeatInterval())
        .isEqualTo(expected);
  }

  @Test
  void unknownKeysAreWarningsWithoutValues() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("f"), "otel.opamp.typo3=canary\notel.opamp.config.file=x\nother=y");
    properties.put("otel.opamp.typo2", "canary");
    environment.put("OTEL_OPAMP_TYPO1", "canary");
    environment.put("OTEL_OTHER", "x");
    assertThat(load("typo0=canary,c%an ary=x,config.file=" + file).warnings())
        .containsExactlyInAnyOrder(
            "unknown setting typo0 (agent argument)",
            "unknown setting (unprintable) (agent argument)",
            "unknown setting otel.opamp.typo2 (system property)",
            "unknown setting OTEL_OPAMP_TYPO1 (environment)",
            "unknown setting otel.opamp.typo3 (config file)",
            "unknown setting otel.opamp.config.file (config file)");
  }

  @Test
  void disabledAgentComplainsAboutNothing() throws SettingsException {
    AgentSettings settings = load("enabled=false,endpoint=foo://bar,max.message.size=0");
    assertThat(settings.connection()).isNull();
  }

  private AgentSettings load(String arguments) throws SettingsException {
    return new SettingsLoader(environment, properties).load(arguments);
  }

  private ConnectionSettings connection(String arguments) throws SettingsException {
    ConnectionSettings connection = load(arguments).connection();
    assertThat(connection).isNotNull();
    return connection;
  }
}
