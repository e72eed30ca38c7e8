package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class DialerTest {

  /** Linux drops further attempts when a queue of accepted connections is full. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void anAddressThatNeverAnswersLeavesTimeForTheNext() throws Exception {
    InetAddress deaf = InetAddress.getByName("127.0.0.2");
    InetAddress good = InetAddress.getByName("127.0.0.3");
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 1, deaf);
        ServerSocket listening = new ServerSocket(silent.getLocalPort(), 10, good)) {
      InetSocketAddress address = new InetSocketAddress(deaf, silent.getLocalPort());
      fill(address, filling);

      URI endpoint = URI.create("ws://two.addresses.example:" + silent.getLocalPort() + "/");
      ConnectionSettings settings = ConnectionSettings.builder(endpoint).build();
      Dialer dialer =
          new Dialer(
              settings,
              ServerAddress.of(endpoint),
              RequestHeaders.of(settings),
              host -> new InetAddress[] {deaf, good});
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
      try (Socket dialed = dialer.dial(dialer.begin().target(), deadline, socket -> {})) {
        assertThat(dialed.getInetAddress()).isEqualTo(good);
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(listening.getLocalPort()).isEqualTo(silent.getLocalPort());
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  private static void fill(InetSocketAddress address, List<Socket> filling) throws Exception {
    for (int i = 0; i < 50; i++) {
      Socket socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(address, 300);
      } catch (java.net.SocketTimeoutException full) {
        return;
      }
    }
    throw new AssertionError("the queue never filled");
  }
}
