package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.config.OtherConnection;
import dev.opamp.javaagent.config.OtherConnections;
import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.opamp.ClientCertificate;
import dev.opamp.javaagent.opamp.DestinationOffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes that named connections are kept as; the first four name the format. */
final class StoredConnections {

  private static final int FORMAT = 0x07C0EE01;

  private StoredConnections() {}

  static byte[] encode(OtherConnections connections) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    out.writeInt(connections.byName().size());
    for (Map.Entry<String, OtherConnection> entry : connections.byName().entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue().asOffer());
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when the bytes are of another format or not whole
   */
  static OtherConnections decode(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    if (in.readInt() != FORMAT) {
      throw new IOException("unknown format");
    }
    Map<String, DestinationOffer> connections = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      connections.put(text(in), offer(in));
    }
    return OtherConnections.NONE.with(connections);
  }

  private static void write(DataOutputStream out, DestinationOffer offer) throws IOException {
    writeOptional(out, offer.endpoint());
    Map<String, String> headers = offer.headers();
    out.writeBoolean(headers != null);
    if (headers != null) {
      write(out, headers);
    }
    ClientCertificate certificate = offer.certificate();
    out.writeBoolean(certificate != null);
    if (certificate != null) {
      write(out, certificate.certificate());
      write(out, certificate.privateKey());
      write(out, certificate.issuer());
    }
    TlsSettings tls = offer.tls();
    out.writeBoolean(tls != null);
    if (tls != null) {
      write(out, tls);
    }
    ProxySettings proxy = offer.proxy();
    out.writeBoolean(proxy != null);
    if (proxy != null) {
      write(out, proxy.url().toString());
      write(out, proxy.connectHeaders());
    }
  }

  private static DestinationOffer offer(DataInputStream in) throws IOException {
    DestinationOffer.Builder offer = DestinationOffer.builder();
    String endpoint = optional(in);
    offer.endpoint(endpoint == null ? "" : endpoint);
    offer.headers(in.readBoolean() ? map(in) : null);
    offer.certificate(in.readBoolean() ? certificate(in) : null);
    offer.tls(in.readBoolean() ? tls(in) : null);
    offer.proxy(in.readBoolean() ? proxy(in) : null);
    return offer.build();
  }

  private static ClientCertificate certificate(DataInputStream in) throws IOException {
    PemSource certificate = pem(in);
    if (certificate == null) {
      throw new IOException("a certificate is missing");
    }
    return new ClientCertificate(certificate, pem(in), pem(in));
  }

  private static ProxySettings proxy(DataInputStream in) throws IOException {
    try {
      return new ProxySettings(URI.create(text(in)), map(in));
    } catch (IllegalArgumentException e) {
      throw new IOException("a proxy is not a URL", e);
    }
  }

  private static void write(DataOutputStream out, TlsSettings tls) throws IOException {
    write(out, tls.trustedCertificates());
    out.writeBoolean(tls.includeSystemCertificates());
    out.writeBoolean(tls.insecureSkipVerify());
    write(out, tls.minVersion());
    write(out, tls.maxVersion());
    out.writeInt(tls.cipherSuites().size());
    for (String suite : tls.cipherSuites()) {
      write(out, suite);
    }
  }

  private static TlsSettings tls(DataInputStream in) throws IOException {
    TlsSettings.Builder tls =
        TlsSettings.builder()
            .trustedCertificates(pem(in))
            .includeSystemCertificates(in.readBoolean())
            .insecureSkipVerify(in.readBoolean())
            .versions(text(in), text(in));
    List<String> suites = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      suites.add(text(in));
    }
    return tls.cipherSuites(suites).build();
  }

  private static void write(DataOutputStream out, @Nullable PemSource pem) throws IOException {
    writeOptional(out, pem == null ? null : pem.name());
    if (pem != null) {
      write(out, String.valueOf(pem.text()));
    }
  }

  private static @Nullable PemSource pem(DataInputStream in) throws IOException {
    String name = optional(in);
    return name == null ? null : PemSource.text(name, text(in));
  }

  private static void write(DataOutputStream out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      write(out, entry.getKey());
      write(out, entry.getValue());
    }
  }

  private static Map<String, String> map(DataInputStream in) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      map.put(text(in), text(in));
    }
    return map;
  }

  private static void writeOptional(DataOutputStream out, @Nullable String text)
      throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      write(out, text);
    }
  }

  private static @Nullable String optional(DataInputStream in) throws IOException {
    return in.readBoolean() ? text(in) : null;
  }

  /** Certificates may be longer than what {@code writeUTF} takes. */
  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("truncated");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
