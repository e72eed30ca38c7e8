package dev.opamp.javaagent.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every local setting of the agent, declared once: its name, its default and what it is for. */
public enum SettingKey {
  ENABLED("enabled", "true", "`false` switches the agent off altogether."),
  ENDPOINT(
      "endpoint",
      "",
      "URL of the OpAMP server: `ws`, `wss`, `http` or `https`. Without a path, `/v1/opamp` is"
          + " used; without a port, the default of the scheme. User and password in it become a"
          + " Basic `Authorization` header. Not set: there is no server, and the"
          + " agent does nothing without `OTEL_CONFIG_FILE`."),
  HEADERS(
      "headers",
      "",
      "Request headers for the server, `name=value,name2=value2`, values percent-encoded where"
          + " needed."),
  TOKEN_FILE(
      "token.file",
      "",
      "File with a token on its one line, sent as `Authorization: Bearer`; read anew for each"
          + " connection and each HTTP request."),
  CERTIFICATE("certificate", "", "PEM file of the CAs to trust instead of the JVM's."),
  TRUSTSTORE(
      "truststore",
      "",
      "Trust store (PKCS12 or JKS) of the CAs to trust instead of the JVM's; instead of"
          + " `certificate`."),
  TRUSTSTORE_PASSWORD("truststore.password", "", "Password of `truststore`."),
  TRUSTSTORE_PASSWORD_FILE(
      "truststore.password.file", "", "File that holds the password of `truststore`."),
  CLIENT_CERTIFICATE(
      "client.certificate", "", "PEM file of the client's certificate chain, for mutual TLS."),
  CLIENT_KEY(
      "client.key", "", "PEM file of the client's private key; goes with `client.certificate`."),
  CLIENT_KEY_PASSWORD(
      "client.key.password",
      "",
      "Password of an encrypted `client.key`, or of the keys in a key"
          + " store when it is not the store's."),
  CLIENT_KEY_PASSWORD_FILE(
      "client.key.password.file", "", "File that holds the password of `client.key`."),
  CLIENT_KEYSTORE(
      "client.keystore",
      "",
      "Key store (PKCS12 or JKS) with the client's certificate and key; instead of"
          + " `client.certificate` and `client.key`."),
  CLIENT_KEYSTORE_PASSWORD("client.keystore.password", "", "Password of `client.keystore`."),
  CLIENT_KEYSTORE_PASSWORD_FILE(
      "client.keystore.password.file", "", "File that holds the password of `client.keystore`."),
  TLS_MIN_VERSION(
      "tls.min.version", "1.2", "Oldest TLS version to be spoken: `1.2`, `1.3`, or older ones."),
  PROXY(
      "proxy",
      "",
      "URL of a proxy: `http`, `https` or `socks5`, with a port; may hold user and password."
          + " `host:port` alone means `http`."),
  PROXY_HEADERS(
      "proxy.headers",
      "",
      "Headers of the `CONNECT` request to an HTTP proxy, in the form of `headers`."),
  HEARTBEAT_INTERVAL(
      "heartbeat.interval",
      "30s",
      "Time between heartbeats over WebSocket until the server asks for another; `0` for none."),
  POLL_INTERVAL("poll.interval", "30s", "Time between polls over plain HTTP; at least one second."),
  CONNECT_TIMEOUT("connect.timeout", "10s", "Longest time to establish a connection."),
  REQUEST_TIMEOUT(
      "request.timeout",
      "30s",
      "Longest time for one request over plain HTTP, its reply included."),
  COMPRESSION("compression", "gzip", "Compression of HTTP request bodies: `gzip` or `none`."),
  MAX_MESSAGE_SIZE(
      "max.message.size",
      "67108864",
      "Largest message sent or received, in bytes or with `KiB` or `MiB`; there is no unlimited"
          + " mode."),
  INSTANCE_UID(
      "instance.uid",
      "",
      "UUID that identifies this agent to the server, or `server` to ask the server for one. Not"
          + " set: made at the first start and kept in the state directory."),
  STATE_DIR(
      "state.dir",
      "",
      "Directory for what outlives a restart. Not set: `opamp-javaagent/<service name>` in"
          + " `$XDG_STATE_HOME` or `~/.local/state`."),
  CONNECTION_ENABLED(
      "connection.enabled",
      "true",
      "Whether the server may change the connection to itself, and move the agent to another"
          + " server."),
  CONNECTION_HOSTS(
      "connection.hosts",
      "",
      "Hosts that the agent may be moved to, separated by commas: exact, `*.domain`, or `*` for"
          + " any. Not set: any host. The host of `endpoint` is always one of them."),
  CERTIFICATE_REQUEST(
      "certificate.request",
      "false",
      "Whether the agent asks the server for a client certificate for a key of its own."),
  CONFIG_ENABLED("config.enabled", "true", "Whether the server may change the configuration."),
  CONFIG_PARTIAL(
      "config.partial",
      "false",
      "Whether a configuration that cannot be honoured in full is applied in part instead of not"
          + " at all."),
  APPLICATION_SDK_ENABLED(
      "application.sdk.enabled",
      "true",
      "Whether SDKs that applications and other agents have built are reported and changed. With"
          + " `false` they are left alone."),
  DESTINATIONS(
      "destinations",
      "",
      "Hosts that a remote configuration may export to, separated by commas: exact, `*.domain`, or"
          + " `*` for any. Not set: the hosts of the start-up configuration and of the server."),
  ALLOW(
      "allow",
      "",
      "Powers granted to the server, separated by commas: `file-exporters`, `listen`,"
          + " `packages`, `diagnostics`, `environment`, `insecure-tls`, or `*` for all."),
  OWN_TELEMETRY_ENDPOINT(
      "own.telemetry.endpoint",
      "",
      "Base URL that the agent's own metrics, traces and logs go to over OTLP/HTTP; `/v1/metrics`,"
          + " `/v1/traces` and `/v1/logs` are appended. Not set: nowhere until the server offers a"
          + " destination."),
  OWN_TELEMETRY_HEADERS(
      "own.telemetry.headers",
      "",
      "Request headers for `own.telemetry.endpoint`, in the form of `headers`."),
  OWN_TELEMETRY_CERTIFICATE(
      "own.telemetry.certificate",
      "",
      "PEM file of the CAs to trust for `own.telemetry.endpoint` instead of the JVM's."),
  OWN_TELEMETRY_CLIENT_CERTIFICATE(
      "own.telemetry.client.certificate",
      "",
      "PEM file of the client's certificate chain for `own.telemetry.endpoint`."),
  OWN_TELEMETRY_CLIENT_KEY(
      "own.telemetry.client.key",
      "",
      "PEM file of the client's private key; goes with `own.telemetry.client.certificate`."),
  OWN_TELEMETRY_HTTPS_ONLY(
      "own.telemetry.https.only",
      "false",
      "Whether the destinations that a server offers for own telemetry must be `https`."),
  LOG_LEVEL(
      "log.level",
      "warn",
      "Least severe record in the agent's log: `debug`, `info`, `warn`, `error` or `off`."),
  LOG_FILE("log.file", "", "File to append the agent's log to. Not set: stderr."),
  START_DELAY(
      "start.delay",
      "500ms",
      "Longest time the agent holds its own start back while the start of the application keeps the"
          + " processors busy; it ends as soon as they are free, or the application uses"
          + " OpenTelemetry. `0` for none."),
  CONFIG_FILE(
      "config.file", "", "Properties file with any of these settings but this one, by full name.");

  /** What all names start with. */
  static final String PREFIX = "otel.opamp.";

  static final String VARIABLE_PREFIX = "OTEL_OPAMP_";

  private final String shortName;
  private final String defaultText;
  private final String description;

  SettingKey(String shortName, String defaultText, String description) {
    this.shortName = shortName;
    this.defaultText = defaultText;
    this.description = description;
  }

  /** The system property, {@code otel.opamp.…}. */
  public String property() {
    return PREFIX + shortName;
  }

  /** The environment variable, {@code OTEL_OPAMP_…}. */
  public String variable() {
    return StandardVariables.variableOf(property());
  }

  /** The text that is used when nothing is set; empty when there is no default. */
  public String defaultText() {
    return defaultText;
  }

  /** What the setting is for, as the documentation has it. */
  public String description() {
    return description;
  }

  /** Returns the key of that name, with or without prefix, or null. */
  static @Nullable SettingKey named(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    for (SettingKey key : values()) {
      if (key.shortName.equals(text) || key.property().equals(text)) {
        return key;
      }
    }
    return null;
  }
}
