package dev.opamp.javaagent.telemetry.sender;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one route. OkHttp asks for unconnected sockets alone; a version of it that
 * asked otherwise would bypass the tunnel, so that is refused rather than served.
 */
final class TunnelSockets extends SocketFactory {

  private final ExportRoute route;

  TunnelSockets(ExportRoute route) {
    this.route = route;
  }

  @Override
  public Socket createSocket() {
    return route.newSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw new UnsupportedOperationException();
  }
}
