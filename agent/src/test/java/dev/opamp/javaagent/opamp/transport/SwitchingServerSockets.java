package dev.opamp.javaagent.opamp.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** TLS server sockets whose certificate can be changed while they listen. */
final class SwitchingServerSockets extends ServerSocketFactory {

  private volatile SSLContext context;

  SwitchingServerSockets(SSLContext context) {
    this.context = context;
  }

  /** Presents another identity to whoever connects from now on. */
  void present(SSLContext next) {
    context = next;
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return new Listening(port, 50, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return new Listening(port, backlog, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return new Listening(port, backlog, address);
  }

  private final class Listening extends ServerSocket {
    private Listening(int port, int backlog, InetAddress address) throws IOException {
      super(port, backlog, address);
    }

    @Override
    public Socket accept() throws IOException {
      return context.getSocketFactory().createSocket(super.accept(), null, true);
    }
  }
}
