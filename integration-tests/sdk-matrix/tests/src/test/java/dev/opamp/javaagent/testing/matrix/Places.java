package dev.opamp.javaagent.testing.matrix;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.sink.OtlpSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The receivers of one cell, and what stands for them in documents. */
final class Places implements AutoCloseable {

  private static final char[] PASSWORD = "in-memory".toCharArray();

  private final OtlpSink first = OtlpSink.start();
  private final OtlpSink second = OtlpSink.start();
  private final OtlpSink secure;
  private final Path authority = Files.createTempFile("matrix-ca", ".pem");

  Places() throws IOException, GeneralSecurityException {
    SelfSignedCertificate certificate = SelfSignedCertificate.forLoopback();
    secure = OtlpSink.startWithTls(context(certificate));
    Files.writeString(authority, certificate.certificatePem());
  }

  OtlpSink at(Place place) {
    return switch (place) {
      case A -> first;
      case B -> second;
      case SECURE -> secure;
    };
  }

  /** Forgets what arrived. */
  void clear() {
    for (Place place : Place.values()) {
      at(place).store().clear();
    }
  }

  /** Returns the document with places instead of placeholders. */
  String fill(String document) {
    return document
        .replace("@a@", first.httpEndpoint())
        .replace("@b@", second.httpEndpoint())
        .replace("@b-grpc@", second.grpcEndpoint())
        .replace("@secure@", secure.httpEndpoint())
        .replace("@ca@", authority.toString());
  }

  private static SSLContext context(SelfSignedCertificate server)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", server.privateKey(), PASSWORD, new Certificate[] {server.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() throws IOException {
    first.close();
    second.close();
    secure.close();
    Files.deleteIfExists(authority);
  }
}
