package dev.opamp.javaagent.telemetry.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScrapeSocketTest {

  /** Has no file left for its first connections. */
  private static final class ShortOfFiles extends ServerSocket {
    final AtomicInteger failures = new AtomicInteger();

    ShortOfFiles() throws IOException {
      super(0, 16, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket accept() throws IOException {
      if (failures.incrementAndGet() == 1) {
        throw new SocketException("Too many open files");
      }
      return super.accept();
    }
  }

  @Test
  void connectionThatCannotBeAcceptedEndsNothing() throws Exception {
    ShortOfFiles server = new ShortOfFiles();
    ScrapeSocket socket = new ScrapeSocket(new ScrapeAddress("localhost", 0), server);
    socket.content().serve(new Exposition(() -> MetricSnapshots.of(), true));
    socket.open();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), socket.port())) {
      client
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK");
    } finally {
      socket.close();
    }
    assertThat(server.failures).hasValueGreaterThan(1);
  }
}
