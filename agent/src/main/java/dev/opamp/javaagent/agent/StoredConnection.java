package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.TlsSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes that headers, TLS and a proxy are kept as. */
final class StoredConnection {

  private static final byte NOTHING = 0;
  private static final byte FILE = 1;
  private static final byte TEXT = 2;

  private StoredConnection() {}

  static void write(DataOutputStream out, TlsSettings tls) throws IOException {
    write(out, tls.trustedCertificates());
    out.writeBoolean(tls.includeSystemCertificates());
    out.writeBoolean(tls.insecureSkipVerify());
    write(out, tls.clientCertificate());
    write(out, tls.clientKey());
    write(out, tls.clientIssuer());
    out.writeUTF(tls.minVersion());
    out.writeUTF(tls.maxVersion());
    out.writeInt(tls.cipherSuites().size());
    for (String suite : tls.cipherSuites()) {
      out.writeUTF(suite);
    }
  }

  static TlsSettings readTls(DataInputStream in) throws IOException {
    TlsSettings.Builder tls = TlsSettings.builder();
    tls.trustedCertificates(readPem(in));
    tls.includeSystemCertificates(in.readBoolean());
    tls.insecureSkipVerify(in.readBoolean());
    tls.client(readPem(in), readPem(in));
    tls.clientIssuer(readPem(in));
    tls.versions(in.readUTF(), in.readUTF());
    List<String> suites = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      suites.add(in.readUTF());
    }
    return tls.cipherSuites(suites).build();
  }

  static void write(DataOutputStream out, @Nullable ProxySettings proxy) throws IOException {
    out.writeBoolean(proxy != null);
    if (proxy != null) {
      out.writeUTF(proxy.url().toString());
      write(out, proxy.connectHeaders());
    }
  }

  static @Nullable ProxySettings readProxy(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    try {
      return new ProxySettings(URI.create(in.readUTF()), readHeaders(in));
    } catch (IllegalArgumentException e) {
      // Its message would repeat the URL, which may hold a password.
      throw new IOException("damaged proxy");
    }
  }

  static void write(DataOutputStream out, Map<String, String> headers) throws IOException {
    out.writeInt(headers.size());
    for (Map.Entry<String, String> header : headers.entrySet()) {
      out.writeUTF(header.getKey());
      out.writeUTF(header.getValue());
    }
  }

  static Map<String, String> readHeaders(DataInputStream in) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      headers.put(in.readUTF(), in.readUTF());
    }
    return headers;
  }

  private static void write(DataOutputStream out, @Nullable PemSource pem) throws IOException {
    if (pem == null) {
      out.writeByte(NOTHING);
      return;
    }
    Path file = pem.file();
    byte[] content =
        (file == null ? String.valueOf(pem.text()) : file.toString())
            .getBytes(StandardCharsets.UTF_8);
    out.writeByte(file == null ? TEXT : FILE);
    out.writeUTF(pem.name());
    out.writeInt(content.length);
    out.write(content);
  }

  private static @Nullable PemSource readPem(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    if (kind == NOTHING) {
      return null;
    }
    String name = in.readUTF();
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException();
    }
    byte[] content = new byte[length];
    in.readFully(content);
    String text = new String(content, StandardCharsets.UTF_8);
    try {
      return kind == FILE ? PemSource.file(name, Paths.get(text)) : PemSource.text(name, text);
    } catch (InvalidPathException e) {
      throw new IOException("damaged path", e);
    }
  }
}
