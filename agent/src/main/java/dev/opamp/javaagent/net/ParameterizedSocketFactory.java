package dev.opamp.javaagent.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes TLS sockets that have their parameters from the start, whoever asks for them. */
final class ParameterizedSocketFactory extends SSLSocketFactory {

  private final SSLSocketFactory sockets;
  private final TlsParameters parameters;

  ParameterizedSocketFactory(SSLSocketFactory sockets, TlsParameters parameters) {
    this.sockets = sockets;
    this.parameters = parameters;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return parameters.cipherSuites().isEmpty()
        ? sockets.getDefaultCipherSuites()
        : parameters.cipherSuites().toArray(new String[0]);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return set(sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean autoClose)
      throws IOException {
    return set(sockets.createSocket(below, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return set(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return set(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return set(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return set(sockets.createSocket(host, port, local, localPort));
  }

  private Socket set(Socket socket) {
    parameters.applyTo((SSLSocket) socket);
    return socket;
  }
}
