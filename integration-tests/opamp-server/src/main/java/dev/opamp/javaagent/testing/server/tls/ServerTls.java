package dev.opamp.javaagent.testing.server.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The server's certificate, and whose client certificates it demands. Immutable. */
public final class ServerTls {

  private static final String PASSWORD = "in-memory";

  private final KeyStore keyStore;
  private final String password;
  private final @Nullable KeyStore trustedClients;

  private ServerTls(KeyStore keyStore, String password, @Nullable KeyStore trustedClients) {
    this.keyStore = keyStore;
    this.password = password;
    this.trustedClients = trustedClients;
  }

  /** A certificate made on the spot. */
  public static ServerTls selfSigned(SelfSignedCertificate made) {
    try {
      return new ServerTls(store(made.privateKey(), List.of(made.certificate())), PASSWORD, null);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PEM files: the chain, server certificate first, and its unencrypted PKCS #8 key. */
  public static ServerTls pem(Path chain, Path key) throws IOException, GeneralSecurityException {
    return new ServerTls(
        store(PemFiles.privateKey(key), PemFiles.certificates(chain)), PASSWORD, null);
  }

  /** A PKCS #12 or JKS file whose key has the password of the store. */
  public static ServerTls keyStore(Path file, String password)
      throws IOException, GeneralSecurityException {
    return new ServerTls(
        KeyStore.getInstance(file.toFile(), password.toCharArray()), password, null);
  }

  /** The same, but only for clients with a certificate signed by one of these. */
  public ServerTls requiringClients(List<? extends Certificate> authorities) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        trusted.setCertificateEntry("client-ca-" + i, authorities.get(i));
      }
      return new ServerTls(keyStore, password, trusted);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For Jetty. */
  public SslContextFactory.Server sslContextFactory() {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setKeyStore(keyStore);
    factory.setKeyStorePassword(password);
    // Clients on 127.0.0.1 send no server name.
    factory.setSniRequired(false);
    if (trustedClients != null) {
      factory.setTrustStore(trustedClients);
      factory.setNeedClientAuth(true);
    }
    return factory;
  }

  private static KeyStore store(PrivateKey key, List<? extends Certificate> chain)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
    return store;
  }
}
