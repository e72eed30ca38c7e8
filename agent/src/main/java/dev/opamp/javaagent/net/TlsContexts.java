package dev.opamp.javaagent.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Makes a TLS context of its own from PEM files; the JVM's default context is neither used nor
 * changed. Files are read anew each time, so that renewed certificates are found by the next
 * connection.
 */
public final class TlsContexts {

  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext context;
  private final X509TrustManager trustManager;

  private TlsContexts(SSLContext context, X509TrustManager trustManager) {
    this.context = context;
    this.trustManager = trustManager;
  }

  /**
   * Reads the files and builds the context.
   *
   * @throws TlsException naming the setting, the file and the reason
   */
  public static TlsContexts of(TlsSettings settings) throws IOException {
    try {
      X509TrustManager trust = trustManager(settings.trustedCertificates());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings), new TrustManager[] {trust}, null);
      return new TlsContexts(context, trust);
    } catch (GeneralSecurityException e) {
      throw new TlsException("TLS cannot be set up: " + OneLine.of(e));
    }
  }

  public SSLContext sslContext() {
    return context;
  }

  public SSLSocketFactory socketFactory() {
    return context.getSocketFactory();
  }

  public X509TrustManager trustManager() {
    return trustManager;
  }

  private static X509TrustManager trustManager(@Nullable PemSource source)
      throws GeneralSecurityException, IOException {
    KeyStore anchors = null;
    if (source != null) {
      anchors = emptyStore();
      int index = 0;
      for (Certificate certificate : X509Certificates.read(PemFile.read(source))) {
        anchors.setCertificateEntry("ca-" + index++, certificate);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager) {
        return (X509TrustManager) manager;
      }
    }
    throw new TlsException("TLS cannot be set up: the JVM offers no X.509 trust manager");
  }

  private static KeyManager @Nullable [] keyManagers(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    PemSource certificate = settings.clientCertificate();
    PemSource keySource = settings.clientKey();
    if (certificate == null && keySource == null) {
      return null;
    }
    if (certificate == null || keySource == null) {
      PemSource given = certificate == null ? keySource : certificate;
      throw new TlsException(given + ": a client certificate and its key need each other");
    }
    PemFile certificateFile = PemFile.read(certificate);
    PemFile keyFile = PemFile.read(keySource);
    List<X509Certificate> chain = X509Certificates.read(certificateFile);
    PrivateKey key = PrivateKeys.read(keyFile, settings.clientKeyPassword());
    if (chain.get(0).getNotAfter().toInstant().isBefore(Instant.now())) {
      throw certificateFile.failure("the certificate has expired");
    }
    if (!X509Certificates.belongTogether(key, chain.get(0).getPublicKey())) {
      throw keyFile.failure("the key does not belong to the first certificate of " + certificate);
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
