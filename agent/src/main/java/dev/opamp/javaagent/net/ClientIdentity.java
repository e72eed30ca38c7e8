package dev.opamp.javaagent.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** What the client proves itself with: a certificate chain and its key, checked before any use. */
final class ClientIdentity {

  private static final char[] NO_PASSWORD = new char[0];

  private ClientIdentity() {}

  /** Returns null when the client does not authenticate itself. */
  static KeyManager @Nullable [] keyManagers(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    PemSource certificate = settings.clientCertificate();
    PemSource key = settings.clientKey();
    KeyStoreFile keyStore = settings.clientKeyStore();
    if (keyStore != null) {
      if (certificate != null || key != null) {
        throw keyStore.failure("a key store and a PEM certificate or key exclude each other");
      }
      return managers(fromStore(keyStore, settings.clientKeyPassword()));
    }
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      PemSource given = certificate == null ? key : certificate;
      throw new TlsException(given + ": a client certificate and its key need each other");
    }
    return managers(fromPem(certificate, key, settings));
  }

  private static KeyManager[] managers(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore fromPem(PemSource certificate, PemSource keySource, TlsSettings settings)
      throws GeneralSecurityException, IOException {
    PemFile certificateFile = PemFile.read(certificate);
    PemFile keyFile = PemFile.read(keySource);
    List<X509Certificate> chain = X509Certificates.read(certificateFile);
    PrivateKey key = PrivateKeys.read(keyFile, settings.clientKeyPassword());
    if (isExpired(chain.get(0))) {
      throw certificateFile.failure("the certificate has expired");
    }
    if (!X509Certificates.belongTogether(key, chain.get(0).getPublicKey())) {
      throw keyFile.failure("the key does not belong to the first certificate of " + certificate);
    }
    PemSource issuer = settings.clientIssuer();
    if (issuer != null) {
      complete(chain, X509Certificates.read(PemFile.read(issuer)));
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    return store;
  }

  /** Adds those issuers to the end of a chain that continue it. */
  private static void complete(List<X509Certificate> chain, List<X509Certificate> issuers) {
    for (X509Certificate issuer : issuers) {
      X509Certificate last = chain.get(chain.size() - 1);
      if (!chain.contains(issuer)
          && last.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        chain.add(issuer);
      }
    }
  }

  /** The usable keys of a store, in a store of their own that needs no password. */
  private static KeyStore fromStore(KeyStoreFile file, @Nullable SecretSource keyPassword)
      throws GeneralSecurityException, IOException {
    KeyStore all = file.read();
    SecretSource opening = keyPassword == null ? file.password() : keyPassword;
    char[] password = opening == null ? NO_PASSWORD : opening.read().toCharArray();
    KeyStore usable = emptyStore();
    int keys = 0;
    for (String alias : Collections.list(all.aliases())) {
      if (!all.isKeyEntry(alias) || all.getCertificateChain(alias) == null) {
        continue;
      }
      keys++;
      Certificate[] chain = all.getCertificateChain(alias);
      if (!isExpired((X509Certificate) chain[0])) {
        usable.setKeyEntry(alias, key(file, all, alias, password), NO_PASSWORD, chain);
      }
    }
    if (usable.size() == 0) {
      throw file.failure(
          keys == 0 ? "no private key with a certificate found" : "the certificate has expired");
    }
    return usable;
  }

  private static Key key(KeyStoreFile file, KeyStore store, String alias, char[] password)
      throws GeneralSecurityException, IOException {
    try {
      return store.getKey(alias, password);
    } catch (UnrecoverableKeyException e) {
      throw file.failure("the password does not open the private key");
    }
  }

  private static boolean isExpired(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isBefore(Instant.now());
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
