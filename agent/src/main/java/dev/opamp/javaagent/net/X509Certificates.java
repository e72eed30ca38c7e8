package dev.opamp.javaagent.net;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates from PEM, and tells what matters of them. */
public final class X509Certificates {

  private static final int RENEWED_BEFORE_END = 3;

  private X509Certificates() {}

  /**
   * Checks that a chain can be read, that its first certificate has not expired, and that a key
   * belongs to it.
   *
   * @throws TlsException naming the source and the reason
   */
  public static void check(PemSource certificate, PemSource key) throws TlsException {
    PemFile certificates = PemFile.read(certificate);
    X509Certificate own = read(certificates).get(0);
    PemFile keyFile = PemFile.read(key);
    PrivateKey privateKey = PrivateKeys.read(keyFile, null);
    if (own.getNotAfter().toInstant().isBefore(Instant.now())) {
      throw certificates.failure("the certificate has expired");
    }
    try {
      if (!belongTogether(privateKey, own.getPublicKey())) {
        throw keyFile.failure("the key does not belong to the first certificate of " + certificate);
      }
    } catch (GeneralSecurityException e) {
      throw keyFile.failure("the key cannot be used: " + OneLine.of(e));
    }
  }

  /**
   * Checks that at least one certificate can be read.
   *
   * @throws TlsException naming the source and the reason
   */
  public static void check(PemSource certificates) throws TlsException {
    read(PemFile.read(certificates));
  }

  /** How long until the last third of the first certificate's lifetime; zero when it is there. */
  public static Duration untilRenewal(PemSource certificate) {
    try {
      X509Certificate own = read(PemFile.read(certificate)).get(0);
      Instant end = own.getNotAfter().toInstant();
      Duration lifetime = Duration.between(own.getNotBefore().toInstant(), end);
      Instant renewal = end.minus(lifetime.dividedBy(RENEWED_BEFORE_END));
      Duration wait = Duration.between(Instant.now(), renewal);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (TlsException e) {
      return Duration.ZERO;
    }
  }

  static List<X509Certificate> read(PemFile file) throws TlsException {
    List<X509Certificate> found = new ArrayList<>();
    for (PemFile.Block block : file.blocks()) {
      if (!block.type().equals("CERTIFICATE")) {
        continue;
      }
      try {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        found.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      } catch (GeneralSecurityException e) {
        throw file.failure("certificate " + (found.size() + 1) + " is not a readable X.509 one");
      }
    }
    if (found.isEmpty()) {
      throw file.failure("no PEM certificate found");
    }
    return found;
  }

  static boolean belongTogether(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    byte[] sample = {1, 2, 3, 4};
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(sample);
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(certified);
    verifier.update(sample);
    return verifier.verify(signer.sign());
  }
}
