package dev.opamp.javaagent.settings;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the sources into {@link AgentSettings}.
 *
 * <p>The sources are given, never fetched: nothing here touches the JVM's environment.
 */
public final class SettingsLoader {

  private final Map<String, String> environment;
  private final Properties properties;

  public SettingsLoader(Map<String, String> environment, Properties properties) {
    this.environment = environment;
    this.properties = properties;
  }

  /**
   * Reads and checks every setting.
   *
   * @param arguments what follows {@code =} on the {@code -javaagent} flag, or null
   * @throws SettingsException with every setting that is wrong; never when the agent is disabled
   */
  public AgentSettings load(@Nullable String arguments) throws SettingsException {
    RawSettings raw = SettingSources.read(arguments, properties, environment);
    boolean enabled = raw.get(SettingKey.ENABLED, ValueParsers::bool);
    ConnectionSettings connection = new ConnectionReader(raw).read();
    Set<Power> powers = powers(raw);
    AgentSettings settings =
        new AgentSettings(
            new Activation(
                enabled,
                connection,
                raw.get(SettingKey.APPLICATION_SDK_ENABLED, ValueParsers::bool),
                raw.get(SettingKey.START_DELAY, ValueParsers::duration)),
            instanceUid(raw),
            raw.find(SettingKey.STATE_DIR, ValueParsers::path),
            connectionOffers(raw, powers),
            remoteConfig(raw, powers),
            ownTelemetry(raw),
            log(raw),
            raw.warnings());
    if (enabled && !raw.problems().isEmpty()) {
      throw new SettingsException(raw.problems());
    }
    return settings;
  }

  private static InstanceUidSetting instanceUid(RawSettings raw) {
    InstanceUidSetting setting = raw.find(SettingKey.INSTANCE_UID, InstanceUidSetting::parse);
    return setting == null ? InstanceUidSetting.GENERATED : setting;
  }

  private static ConnectionOfferSettings connectionOffers(RawSettings raw, Set<Power> powers) {
    return new ConnectionOfferSettings(
        raw.get(SettingKey.CONNECTION_ENABLED, ValueParsers::bool),
        raw.find(SettingKey.CONNECTION_HOSTS, HostPatterns::parse),
        powers.contains(Power.INSECURE_TLS),
        raw.get(SettingKey.CERTIFICATE_REQUEST, ValueParsers::bool));
  }

  private static RemoteConfigSettings remoteConfig(RawSettings raw, Set<Power> powers) {
    return new RemoteConfigSettings(
        raw.get(SettingKey.CONFIG_ENABLED, ValueParsers::bool),
        raw.get(SettingKey.CONFIG_PARTIAL, ValueParsers::bool),
        raw.find(SettingKey.DESTINATIONS, HostPatterns::parse),
        powers);
  }

  private static Set<Power> powers(RawSettings raw) {
    Set<Power> granted = raw.find(SettingKey.ALLOW, Power::parse);
    return granted == null ? Collections.emptySet() : granted;
  }

  private static OwnTelemetrySettings ownTelemetry(RawSettings raw) {
    URI endpoint = raw.find(SettingKey.OWN_TELEMETRY_ENDPOINT, EndpointUrl::otlp);
    Map<String, String> headers = raw.find(SettingKey.OWN_TELEMETRY_HEADERS, HeaderList::parse);
    return new OwnTelemetrySettings(
        endpoint,
        headers == null ? Collections.emptyMap() : headers,
        ownTelemetryTls(raw),
        raw.get(SettingKey.OWN_TELEMETRY_HTTPS_ONLY, ValueParsers::bool));
  }

  private static TlsSettings ownTelemetryTls(RawSettings raw) {
    PemSource certificate = pem(raw, SettingKey.OWN_TELEMETRY_CLIENT_CERTIFICATE);
    PemSource key = pem(raw, SettingKey.OWN_TELEMETRY_CLIENT_KEY);
    if ((certificate == null) != (key == null)) {
      SettingKey missing =
          certificate == null
              ? SettingKey.OWN_TELEMETRY_CLIENT_CERTIFICATE
              : SettingKey.OWN_TELEMETRY_CLIENT_KEY;
      raw.problem(missing, "is not set, but its counterpart is");
    }
    return TlsSettings.builder()
        .trustedCertificates(pem(raw, SettingKey.OWN_TELEMETRY_CERTIFICATE))
        .client(certificate, key)
        .build();
  }

  private static @Nullable PemSource pem(RawSettings raw, SettingKey key) {
    Path path = raw.find(key, ValueParsers::path);
    return path == null ? null : PemSource.file(key.property(), path);
  }

  private static LogSettings log(RawSettings raw) {
    return new LogSettings(
        raw.get(SettingKey.LOG_LEVEL, LogSettings::parseLevel),
        raw.isSet(SettingKey.LOG_LEVEL),
        raw.find(SettingKey.LOG_FILE, ValueParsers::path));
  }
}
