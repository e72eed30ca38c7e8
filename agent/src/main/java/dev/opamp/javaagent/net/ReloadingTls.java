package dev.opamp.javaagent.net;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS for something that lives longer than its certificates, such as an exporter: every new
 * connection uses what the files hold at that time. Files that cannot be used leave the last good
 * ones in force. Thread-safe.
 */
public final class ReloadingTls {

  private static final AgentLogger LOG = AgentLogger.get("tls");

  private final TlsSettings settings;
  private final SSLSocketFactory socketFactory = new ReloadingSocketFactory(this);
  private TlsFingerprint fingerprint;
  private TlsContexts contexts;

  private ReloadingTls(TlsSettings settings) throws IOException {
    this.settings = settings;
    // Before the files are read: what changes in between is then noticed by the next connection.
    this.fingerprint = TlsFingerprint.of(settings);
    this.contexts = TlsContexts.of(settings);
  }

  /**
   * Reads the files a first time.
   *
   * @throws TlsException naming the setting, the file and the reason
   */
  public static ReloadingTls of(TlsSettings settings) throws IOException {
    return new ReloadingTls(settings);
  }

  /** What makes the sockets; the same object whatever becomes of the files. */
  public SSLSocketFactory socketFactory() {
    return socketFactory;
  }

  /** Trusts what the files say at the time of the call. */
  public X509TrustManager trustManager() {
    return new ReloadingTrustManager(this);
  }

  /** What is to be used for a connection that is made now. */
  synchronized TlsContexts current() {
    TlsFingerprint found = TlsFingerprint.of(settings);
    if (!found.equals(fingerprint)) {
      fingerprint = found;
      reload();
    }
    return contexts;
  }

  private void reload() {
    try {
      contexts = TlsContexts.of(settings);
      LOG.info("renewed TLS files are in use");
    } catch (IOException | RuntimeException e) {
      LOG.warn("changed TLS files are not used, the earlier ones stay: " + OneLine.of(e));
    }
  }
}
