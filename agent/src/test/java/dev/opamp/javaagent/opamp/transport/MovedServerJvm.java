package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM with a hosts file of its own, in which the server's name moves to another address. */
public final class MovedServerJvm {

  private static final String NAME = "opamp.test";
  private static final int PATIENCE_MILLIS = 20_000;

  private MovedServerJvm() {}

  /**
   * @param args the hosts file, as in {@code jdk.net.hosts.file}
   */
  public static void main(String[] args) throws Exception {
    Path hosts = Path.of(args[0]);
    try (ServerSocket before = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        ServerSocket after =
            new ServerSocket(before.getLocalPort(), 50, InetAddress.getByName("127.0.0.2"))) {
      before.setSoTimeout(PATIENCE_MILLIS);
      after.setSoTimeout(PATIENCE_MILLIS);
      for (String scheme : new String[] {"ws", "http"}) {
        URI endpoint = URI.create(scheme + "://" + NAME + ":" + before.getLocalPort() + "/");
        RecordingTransportListener events = new RecordingTransportListener();
        OpampTransport transport =
            TransportFactory.create(
                ConnectionSettings.builder(endpoint).build(),
                () -> Messages.UID,
                events,
                Deadlines.session());
        Files.writeString(hosts, "127.0.0.1 " + NAME + "\n");
        attempt(transport, events, 1);
        before.accept().close();
        events.next("closed");
        Files.writeString(hosts, "127.0.0.2 " + NAME + "\n");
        attempt(transport, events, 2);
        after.accept().close();
        System.out.println(scheme + " followed");
        transport.shutdown();
      }
    }
  }

  private static void attempt(
      OpampTransport transport, RecordingTransportListener events, long epoch) throws Exception {
    transport.connect(epoch);
    if (transport.isHalfDuplex()) {
      events.next("connected");
      transport.send(epoch, Messages.report(epoch));
    }
  }
}
