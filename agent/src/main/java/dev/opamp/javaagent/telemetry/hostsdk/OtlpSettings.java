package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.ExporterConnection;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * What a document says about one OTLP exporter, for the six kinds of builders, which have the same
 * methods and no type in common.
 */
final class OtlpSettings {

  private static final String[] KEYS = {
    "endpoint", "headers", "headers_list", "compression", "timeout", "tls", "encoding"
  };

  private static final long MAX_PEM_BYTES = 4 * 1024 * 1024;

  private final DocumentNode node;
  private final ExporterConnection connection;

  private OtlpSettings(DocumentNode node, ExporterConnection connection) {
    this.node = node;
    this.connection = connection;
  }

  /**
   * @param part the processor or reader with the exporter, where its connection is found
   * @param more keys that the exporter of a signal has besides those of all
   */
  static OtlpSettings of(DocumentNode node, DocumentNode part, String... more)
      throws ConfigRejectedException {
    Refusal refusal = new Refusal();
    String[] known = new String[KEYS.length + more.length];
    System.arraycopy(KEYS, 0, known, 0, KEYS.length);
    System.arraycopy(more, 0, known, KEYS.length, more.length);
    refusal.unlessIn(node, "the exporters of the application's SDK do not have this", known);
    DocumentNode encoding = node.child("encoding");
    if (encoding.isPresent() && !encoding.sameValue("protobuf")) {
      refusal.add(encoding, "only protobuf is supported here");
    }
    ExporterConnection connection = part.connection();
    if (connection.proxy() != null) {
      refusal.add(node, "the exporters of the application's SDK cannot use the proxy offered");
    }
    refusal.check();
    return new OtlpSettings(node, connection);
  }

  /** Hands over what the document names; what it does not name keeps the builder's default. */
  void applyTo(
      Consumer<String> endpoint,
      BiConsumer<String, String> header,
      Consumer<String> compression,
      Consumer<Duration> timeout,
      Consumer<byte[]> trustedCertificates,
      BiConsumer<byte[], byte[]> clientKeyAndCertificate,
      BiConsumer<SSLContext, X509TrustManager> tls)
      throws ConfigRejectedException {
    text("endpoint", endpoint);
    headers().forEach(header);
    text("compression", compression);
    Object millis = node.child("timeout").value();
    if (millis instanceof Number) {
      timeout.accept(Duration.ofMillis(((Number) millis).longValue()));
    }
    TlsSettings settings = connection.tls();
    if (settings != null) {
      tls(settings, tls);
      return;
    }
    DocumentNode files = node.child("tls");
    if (files.child("ca_file").isPresent()) {
      pem(files.child("ca_file"), trustedCertificates);
    }
    if (files.child("key_file").isPresent() || files.child("cert_file").isPresent()) {
      byte[] key = content(files.child("key_file"));
      pem(files.child("cert_file"), pem -> clientKeyAndCertificate.accept(key, pem));
    }
  }

  private static void pem(DocumentNode file, Consumer<byte[]> setter)
      throws ConfigRejectedException {
    byte[] content = content(file);
    try {
      setter.accept(content);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Refusal.of(file, "cannot be used: " + Refusal.reason(e));
    }
  }

  private static byte[] content(DocumentNode file) throws ConfigRejectedException {
    if (!file.isPresent()) {
      throw Refusal.of(file, "is missing: certificate and key belong together");
    }
    try {
      Path path = Paths.get(String.valueOf(file.value()));
      if (Files.size(path) > MAX_PEM_BYTES) {
        throw Refusal.of(file, "is too large");
      }
      return Files.readAllBytes(path);
    } catch (IOException | RuntimeException e) {
      throw Refusal.of(file, "cannot be read: " + Refusal.reason(e));
    }
  }

  private void text(String key, Consumer<String> setter) throws ConfigRejectedException {
    Object value = node.child(key).value();
    if (value != null) {
      try {
        setter.accept(value.toString());
      } catch (IllegalArgumentException e) {
        throw Refusal.of(node.child(key), Refusal.reason(e));
      }
    }
  }

  private void tls(TlsSettings settings, BiConsumer<SSLContext, X509TrustManager> tls)
      throws ConfigRejectedException {
    DocumentNode place = node.child("tls");
    if (settings.insecureSkipVerify()) {
      throw Refusal.of(place, "the exporters of the application's SDK always verify");
    }
    try {
      TlsContexts contexts = TlsContexts.of(settings);
      tls.accept(contexts.sslContext(), contexts.trustManager());
    } catch (IOException e) {
      throw Refusal.of(place, Refusal.reason(e));
    } catch (NoSuchMethodError e) {
      throw Refusal.of(place, "needs SDK 1.26 or newer");
    }
  }

  private Map<String, String> headers() throws ConfigRejectedException {
    Map<String, String> headers = new LinkedHashMap<>();
    Object list = node.child("headers_list").value();
    for (String entry : list == null ? new String[0] : list.toString().split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        headers.put(entry.substring(0, equals).trim(), decoded(entry.substring(equals + 1).trim()));
      }
    }
    for (DocumentNode header : node.child("headers").items()) {
      Object value = header.child("value").value();
      headers.put(String.valueOf(header.child("name").value()), value == null ? "" : "" + value);
    }
    return headers;
  }

  private String decoded(String value) throws ConfigRejectedException {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), "UTF-8");
    } catch (UnsupportedEncodingException | IllegalArgumentException e) {
      throw Refusal.of(node.child("headers_list"), "is not percent-encoded as it should be");
    }
  }
}
