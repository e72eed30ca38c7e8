package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.PemSource;
import dev.opamp.javaagent.net.TlsContexts;
import dev.opamp.javaagent.net.TlsSettings;
import dev.opamp.javaagent.net.X509Certificates;
import dev.opamp.javaagent.opamp.proto.OpAMPConnectionSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** TLS of an offered connection: what was offered, what stays local, and what is refused. */
final class OfferedTls {

  private static final List<String> WEAK_VERSIONS = Arrays.asList("1", "1.0", "1.1");

  private final TlsSettings local;
  private final boolean insecureAllowed;

  OfferedTls(TlsSettings local, boolean insecureAllowed) {
    this.local = local;
    this.insecureAllowed = insecureAllowed;
  }

  TlsSettings of(OpAMPConnectionSettings offered) throws BadOfferException {
    TlsSettings base = offered.hasTls() ? OfferedSettings.tls(offered.getTls()) : local;
    checkStrength(base);
    TlsSettings.Builder settings = base.withoutClient().toBuilder();
    if (offered.hasCertificate()) {
      ClientCertificate client = OfferedSettings.certificate(offered.getCertificate());
      PemSource key = client.privateKey();
      // The signer may end the chain; it is never trusted for servers.
      settings.client(client.certificate(), key).clientIssuer(client.issuer());
      check(client, key);
    }
    TlsSettings complete = settings.build();
    if (offered.hasTls()) {
      check(complete);
    }
    return complete;
  }

  private void checkStrength(TlsSettings tls) throws BadOfferException {
    if (insecureAllowed || tls.equals(local)) {
      return;
    }
    if (tls.insecureSkipVerify()) {
      throw new BadOfferException(
          "tls.insecure_skip_verify is refused; otel.opamp.allow=insecure-tls would allow it");
    }
    String oldest = tls.minVersion().toUpperCase(Locale.ROOT).replaceFirst("^TLSV?", "").trim();
    if (WEAK_VERSIONS.contains(oldest)) {
      throw new BadOfferException(
          "tls.min_version below 1.2 is refused; otel.opamp.allow=insecure-tls would allow it");
    }
  }

  private static void check(ClientCertificate client, @Nullable PemSource key)
      throws BadOfferException {
    if (key == null) {
      throw new BadOfferException("certificate.private_key is missing");
    }
    try {
      X509Certificates.check(client.certificate(), key);
      PemSource issuer = client.issuer();
      if (issuer != null) {
        X509Certificates.check(issuer);
      }
    } catch (IOException e) {
      throw new BadOfferException(String.valueOf(e.getMessage()));
    }
  }

  /** All of it is text that was offered: no file is read here. */
  private static void check(TlsSettings tls) throws BadOfferException {
    try {
      TlsContexts.of(tls);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadOfferException(String.valueOf(e.getMessage()));
    }
  }
}
