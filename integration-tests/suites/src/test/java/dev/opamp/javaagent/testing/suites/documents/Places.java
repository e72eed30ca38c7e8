package dev.opamp.javaagent.testing.suites.documents;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the telemetry of a document goes: what stands for its placeholders. */
public final class Places {

  private final OtlpSink sink;
  private final OtlpSink second;
  private final OtlpSink secure;
  private final Path directory;
  private final int port;

  /**
   * @param secure a receiver that wants a client's certificate, the one given
   */
  public Places(
      OtlpSink sink,
      OtlpSink second,
      OtlpSink secure,
      SelfSignedCertificate receiver,
      SelfSignedCertificate client)
      throws IOException {
    this.sink = sink;
    this.second = second;
    this.secure = secure;
    this.directory = Files.createTempDirectory("documents");
    Files.writeString(file("ca.pem"), receiver.certificatePem());
    Files.writeString(file("client.pem"), client.certificatePem());
    Files.writeString(file("client-key.pem"), client.privateKeyPem());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  /** A file that a document may name with {@code @dir@}. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** A port that nothing listens on but what a document makes listen. */
  public int port() {
    return port;
  }

  /** Returns the text with places instead of placeholders. */
  public String fill(String text) {
    return text.replace("@http@", sink.httpEndpoint())
        .replace("@grpc@", sink.grpcEndpoint())
        .replace("@second@", second.httpEndpoint())
        .replace("@secure@", secure.httpEndpoint())
        .replace("@dir@", directory.toString())
        .replace("@port@", Integer.toString(port));
  }

  /** Returns a published document with places of this test instead of those that it names. */
  public String fillPublished(String text) {
    return text.replaceAll("(file: |_file: )/app/cert.pem", "$1" + file("ca.pem"))
        .replace("key_file: " + file("ca.pem"), "key_file: " + file("client-key.pem"))
        .replace("cert_file: " + file("ca.pem"), "cert_file: " + file("client.pem"))
        .replace("http://localhost:4318", sink.httpEndpoint())
        .replace("http://localhost:4317", sink.grpcEndpoint())
        .replace("file:///var/log/", "file://" + directory + "/")
        .replace("port: 9464", "port: " + port);
  }
}
