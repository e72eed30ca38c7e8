package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a connection trusts: the CAs given, those of the JVM, both, or whoever answers. */
final class TrustedAuthorities {

  private TrustedAuthorities() {}

  static X509TrustManager trustManager(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    if (settings.insecureSkipVerify()) {
      return new UncheckedTrustManager();
    }
    if (!hasOwn(settings)) {
      return trusting(null);
    }
    Set<X509Certificate> anchors = new LinkedHashSet<>();
    PemSource pem = settings.trustedCertificates();
    if (pem != null) {
      anchors.addAll(X509Certificates.read(PemFile.read(pem)));
    }
    KeyStoreFile store = settings.trustStore();
    if (store != null) {
      anchors.addAll(anchors(store));
    }
    if (settings.includeSystemCertificates()) {
      Collections.addAll(anchors, trusting(null).getAcceptedIssuers());
    }
    return trusting(storeOf(anchors));
  }

  /** The files of the JVM that were read, for the sake of noticing their change. */
  static Collection<Path> systemFiles(TlsSettings settings) {
    List<Path> files = new ArrayList<>();
    if (!settings.insecureSkipVerify()
        && (!hasOwn(settings) || settings.includeSystemCertificates())) {
      String set = System.getProperty("javax.net.ssl.trustStore");
      if (set != null && !set.isEmpty()) {
        files.add(Paths.get(set));
      } else {
        Path security = Paths.get(System.getProperty("java.home", ""), "lib", "security");
        files.add(security.resolve("jssecacerts"));
        files.add(security.resolve("cacerts"));
      }
    }
    return files;
  }

  private static boolean hasOwn(TlsSettings settings) {
    return settings.trustedCertificates() != null || settings.trustStore() != null;
  }

  private static List<X509Certificate> anchors(KeyStoreFile file)
      throws GeneralSecurityException, IOException {
    KeyStore store = file.read();
    List<X509Certificate> found = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate) {
        found.add((X509Certificate) store.getCertificate(alias));
      }
    }
    if (found.isEmpty()) {
      throw file.failure(
          "no trusted certificate found"
              + (file.password() == null ? " (without a password some stores show none)" : ""));
    }
    return found;
  }

  private static KeyStore storeOf(Collection<X509Certificate> anchors)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int index = 0;
    for (X509Certificate anchor : anchors) {
      store.setCertificateEntry("ca-" + index++, anchor);
    }
    return store;
  }

  /** Null stands for the trust store of the JVM. */
  private static X509TrustManager trusting(@Nullable KeyStore anchors)
      throws GeneralSecurityException, IOException {
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
}
