package dev.opamp.javaagent.net;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the certificates of a PEM source. */
final class Certificates {

  private Certificates() {}

  /** Returns all of them, in order; never none. */
  static List<X509Certificate> of(PemFile file) throws TlsException {
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
}
