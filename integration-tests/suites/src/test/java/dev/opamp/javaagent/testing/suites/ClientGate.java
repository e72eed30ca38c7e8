package dev.opamp.javaagent.testing.suites;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Lets in those clients whose certificates it knows, and remembers who came. */
final class ClientGate implements X509TrustManager {

  private static final char[] PASSWORD = "in-memory".toCharArray();

  private final Set<X509Certificate> admitted = ConcurrentHashMap.newKeySet();
  private final List<X509Certificate> seen = new CopyOnWriteArrayList<>();

  ClientGate admit(SelfSignedCertificate client) {
    admitted.add(client.certificate());
    return this;
  }

  void shut(SelfSignedCertificate client) {
    admitted.remove(client.certificate());
  }

  /** How often a client has come with this certificate. */
  long visits(SelfSignedCertificate client) {
    return seen.stream().filter(client.certificate()::equals).count();
  }

  /** A context of a server that sends its clients through this gate. */
  SSLContext context(SelfSignedCertificate server) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", server.privateKey(), PASSWORD, new Certificate[] {server.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {this}, null);
    return context;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    seen.add(chain[0]);
    if (!admitted.contains(chain[0])) {
      throw new CertificateException("not admitted");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no server is expected here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
