package dev.opamp.javaagent.net;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Makes a TLS context of its own from TLS settings; the JVM's default context is neither used nor
 * changed. Files are read anew each time, so that renewed certificates are found by the next
 * connection; {@link #isCurrent} tells whether it would find any.
 */
public final class TlsContexts {

  private static final AgentLogger LOG = AgentLogger.get(TlsContexts.class);

  private final TlsSettings settings;
  private final FileFingerprint fingerprint;
  private final SSLContext context;
  private final X509TrustManager trustManager;
  private final TlsParameters parameters;

  private TlsContexts(
      TlsSettings settings,
      FileFingerprint fingerprint,
      SSLContext context,
      X509TrustManager trustManager,
      TlsParameters parameters) {
    this.settings = settings;
    this.fingerprint = fingerprint;
    this.context = context;
    this.trustManager = trustManager;
    this.parameters = parameters;
  }

  /**
   * Reads the files and builds the context.
   *
   * @throws TlsException naming the setting, the file and the reason
   */
  public static TlsContexts of(TlsSettings settings) throws IOException {
    // Taken before the files are read: a change in between is then noticed, if only once too often.
    FileFingerprint fingerprint = fingerprintOf(settings);
    if (settings.insecureSkipVerify()) {
      LOG.warn("TLS: NOTHING IS VERIFIED, as the settings ask: anybody can pose as the server");
    }
    try {
      X509TrustManager trust = TrustedAuthorities.trustManager(settings);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(ClientIdentity.keyManagers(settings), new TrustManager[] {trust}, null);
      TlsParameters parameters = parameters(settings, context.getSupportedSSLParameters());
      return new TlsContexts(
          settings, fingerprint, new ParameterizedContext(context, parameters), trust, parameters);
    } catch (GeneralSecurityException e) {
      throw new TlsException("TLS cannot be set up: " + OneLine.of(e));
    }
  }

  /** A fingerprint of all files that {@link #of} would read now; no content is read for it. */
  public static FileFingerprint fingerprintOf(TlsSettings settings) {
    Collection<Path> files = new LinkedHashSet<>(settings.files());
    files.addAll(TrustedAuthorities.systemFiles(settings));
    return FileFingerprint.of(files);
  }

  /** A fingerprint of the files as they were when they were read. */
  public FileFingerprint fingerprint() {
    return fingerprint;
  }

  /** Whether the files still look as they did when they were read. Cheap: no file is opened. */
  public boolean isCurrent() {
    return fingerprint.equals(fingerprintOf(settings));
  }

  /** The context; its sockets and engines have the {@link #parameters} set. */
  public SSLContext sslContext() {
    return context;
  }

  /** Makes sockets that have the {@link #parameters} set. */
  public SSLSocketFactory socketFactory() {
    return context.getSocketFactory();
  }

  public X509TrustManager trustManager() {
    return trustManager;
  }

  /** Versions, cipher suites and the host name check. */
  public TlsParameters parameters() {
    return parameters;
  }

  /**
   * Does the handshake over a connected socket.
   *
   * @param host the name that the certificate must be for
   */
  public SSLSocket handshake(Socket connected, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) socketFactory().createSocket(connected, host, port, true);
    socket.startHandshake();
    return socket;
  }

  private static TlsParameters parameters(TlsSettings settings, SSLParameters supported)
      throws TlsException {
    List<String> protocols =
        TlsVersions.between(
            settings.minVersion(), settings.maxVersion(), Arrays.asList(supported.getProtocols()));
    List<String> suites =
        CipherSuites.of(
            settings.cipherSuites(), new HashSet<>(Arrays.asList(supported.getCipherSuites())));
    return new TlsParameters(protocols, suites, !settings.insecureSkipVerify());
  }
}
