package dev.opamp.javaagent.net;

import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * What is set on each TLS socket: versions, cipher suites, the check of the host name. Immutable.
 */
public final class TlsParameters {

  private final List<String> protocols;
  private final List<String> cipherSuites;
  private final boolean verifyHostName;

  TlsParameters(List<String> protocols, List<String> cipherSuites, boolean verifyHostName) {
    this.protocols = Collections.unmodifiableList(protocols);
    this.cipherSuites = cipherSuites;
    this.verifyHostName = verifyHostName;
  }

  /** Names of the JDK, {@code TLSv1.2}; never none. */
  public List<String> protocols() {
    return protocols;
  }

  /** Names of the JDK; empty for the JVM's own choice. */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /** Whether the certificate must be for the host connected to. */
  public boolean verifiesHostName() {
    return verifyHostName;
  }

  /** Sets all of it. */
  public void applyTo(SSLSocket socket) {
    socket.setSSLParameters(set(socket.getSSLParameters()));
  }

  void applyTo(SSLEngine engine) {
    engine.setSSLParameters(set(engine.getSSLParameters()));
  }

  private SSLParameters set(SSLParameters parameters) {
    parameters.setProtocols(protocols.toArray(new String[0]));
    if (!cipherSuites.isEmpty()) {
      parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
    }
    if (verifyHostName) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return parameters;
  }
}
