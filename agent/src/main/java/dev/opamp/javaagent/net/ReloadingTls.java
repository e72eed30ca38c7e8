package dev.opamp.javaagent.net;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * TLS for something that lives longer than its certificates, such as an exporter: every new
 * connection uses what the files hold at that time. Files that cannot be used leave the last good
 * ones in force. Thread-safe.
 */
public final class ReloadingTls {

  private static final AgentLogger LOG = AgentLogger.get("tls");

  private final TlsSettings settings;
  private FileFingerprint fingerprint;
  private TlsContexts contexts;

  private ReloadingTls(TlsSettings settings) throws IOException {
    this.settings = settings;
    // Before the files are read: what changes in between is then noticed by the next connection.
    this.fingerprint = TlsContexts.fingerprintOf(settings);
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

  /**
   * Does the handshake over a connected socket, with what the files hold now.
   *
   * @param host the name that the certificate must be for
   */
  public SSLSocket handshake(Socket connected, String host, int port) throws IOException {
    return current().handshake(connected, host, port);
  }

  /** What is to be used for a connection that is made now. */
  synchronized TlsContexts current() {
    FileFingerprint found = TlsContexts.fingerprintOf(settings);
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
