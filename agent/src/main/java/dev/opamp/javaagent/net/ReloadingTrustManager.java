package dev.opamp.javaagent.net;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Trusts what the TLS files say at the time of the question. */
final class ReloadingTrustManager implements X509TrustManager {

  private final ReloadingTls tls;

  ReloadingTrustManager(ReloadingTls tls) {
    this.tls = tls;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    tls.current().trustManager().checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    tls.current().trustManager().checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return tls.current().trustManager().getAcceptedIssuers();
  }
}
