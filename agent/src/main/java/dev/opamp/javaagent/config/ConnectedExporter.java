package dev.opamp.javaagent.config;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One OTLP exporter of a document while connections are laid over it. */
final class ConnectedExporter {

  private final String kind;
  private final String path;
  private Map<String, Object> settings;
  private @Nullable TlsSettings tls;
  private @Nullable ProxySettings proxy;

  /**
   * @param kind {@code otlp_http} or {@code otlp_grpc}
   * @param path where it stands in the document
   */
  ConnectedExporter(String kind, String path, Map<String, Object> settings) {
    this.kind = kind;
    this.path = path;
    this.settings = settings;
  }

  /** Goes where the connection goes; whatever the exporter says of its own was meant for that. */
  void refer(OtherConnection connection, String endpoint) {
    put("endpoint", endpoint);
    take(connection);
  }

  /**
   * Lays a connection over what the document says.
   *
   * @param signalPath is appended to a destination without a path, for {@code otlp_http}
   */
  void override(OtherConnection connection, String signalPath) {
    String endpoint = connection.endpoint();
    if (endpoint != null) {
      if (!host(endpoint).equals(host(String.valueOf(exporter().endpoint())))) {
        // Headers are credentials more often than not, and these are for another host.
        remove("headers");
        remove("headers_list");
      }
      boolean bare = kind.equals("otlp_http") && ConnectionUrl.hasNoPath(endpoint);
      put("endpoint", bare ? ConnectionUrl.append(endpoint, signalPath) : endpoint);
    }
    take(connection);
  }

  private void take(OtherConnection connection) {
    if (!connection.headers().isEmpty()) {
      settings = HeaderOverlay.apply(settings, connection.headers());
    }
    if (connection.proxy() != null) {
      proxy = connection.proxy();
    }
    if (proxy != null || connection.tls() != null || connection.certificate() != null) {
      tls = connection.over(tls == null ? documentTls() : tls);
    }
  }

  private TlsSettings documentTls() {
    Map<String, Object> section = exporter().tlsFiles();
    return TlsSettings.builder()
        .trustedCertificates(file(section, "ca_file"))
        .client(file(section, "cert_file"), file(section, "key_file"))
        .build();
  }

  private @Nullable PemSource file(Map<String, Object> section, String key) {
    Path file = CredentialFiles.path(section.get(key));
    return file == null ? null : PemSource.file(path + ".tls." + key, file);
  }

  Map<String, Object> settings() {
    return settings;
  }

  /** What the document cannot say, the state of the files it names included. */
  ExporterConnection connection(CredentialFiles files) {
    return new ExporterConnection(tls, proxy, files.revision(exporter().tlsFiles()));
  }

  boolean hasProxy() {
    return proxy != null;
  }

  ExporterNode exporter() {
    return new ExporterNode(kind, path, settings);
  }

  private static String host(String url) {
    String host;
    try {
      host = URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      host = null;
    }
    return host == null ? "" : Destinations.canonical(host);
  }

  private void put(String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(settings);
    copy.put(key, value);
    settings = copy;
  }

  private void remove(String key) {
    Map<String, Object> copy = new LinkedHashMap<>(settings);
    copy.remove(key);
    settings = copy;
  }
}
