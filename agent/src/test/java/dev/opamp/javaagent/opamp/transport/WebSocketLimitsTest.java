package dev.opamp.javaagent.opamp.transport;

import static dev.opamp.javaagent.opamp.transport.Messages.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.transport.FakeOpampSocketServer.Peer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebSocketLimitsTest extends WebSocketScenario {

  @Test
  @Tag("LIM-01")
  @Tag("LIM-04")
  @Tag("LIM-08")
  void limitIsInclusive() throws Exception {
    Peer peer = connect();
    peer.writeBinary(framed(0, Messages.offerOf(LIMIT - 1)));
    assertThat(listener.nextMessage().getSerializedSize()).isEqualTo(LIMIT - 1);
  }

  @Test
  @Tag("LIM-01")
  @Tag("LIM-02")
  @Tag("LIM-08")
  @Tag("RB-07")
  void closesWith1009AboveTheLimit() throws Exception {
    Peer peer = connect();
    peer.writeBinary(framed(0, Messages.offerOf(LIMIT)));
    assertClosedBecause(peer, 1009);
  }

  @Test
  @Tag("LIM-09")
  @Tag("RB-06")
  void countsFragmentsAsTheyArrive() throws Exception {
    Peer peer = connect();
    peer.writeFrame(2, false, new byte[1024]);
    for (int i = 1; i <= 64; i++) {
      peer.writeFrame(0, false, new byte[1024]);
    }
    assertClosedBecause(peer, 1009);
  }

  @Test
  @Tag("LIM-05")
  void refusesToSendAboveTheLimit() throws Exception {
    Peer peer = connect();
    AgentToServer big = Messages.bigReport(LIMIT);
    transport.send(1, big);
    assertThat(listener.next("oversize").detail()).isEqualTo(1 + big.getSerializedSize());
    transport.send(1, Messages.report(1));
    listener.next("delivered");
    assertThat(peer.readFrame().payload()).isEqualTo(MessageCodec.encode(Messages.report(1)));
  }

  @Test
  @Tag("RB-01")
  @Tag("RB-02")
  @Tag("RB-03")
  void reportsMalformedMessagesAndLeavesItToTheSessionToGiveUp() throws Exception {
    Peer peer = connect();
    byte[][] bad = {
      {0, 0x07}, // tag 0 is illegal, wire type 7 does not exist
      {0, 0x0a, 0x7f}, // length beyond the end
      {0, 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}, // negative length
      {0, 0x0b}, // group never closed
      {0, 0x12, 0x04, 0x12, 0x02, (byte) 0xff, (byte) 0xfe} // invalid UTF-8 in error_message
    };
    byte[] nested = new byte[401];
    Arrays.fill(nested, 1, 201, (byte) 0x0b);
    Arrays.fill(nested, 201, 401, (byte) 0x0c);
    peer.writeBinary(nested);
    for (int i = 1; i < 10; i++) {
      peer.writeBinary(bad[i % bad.length]);
    }
    for (int i = 10; i < 20; i++) {
      peer.writeBinary(bad[i % bad.length]);
    }
    peer.writeBinary((byte) 0);
    for (int i = 0; i < 20; i++) {
      listener.next("malformed");
    }
    listener.nextMessage();
    transport.abort(1, 1007, "enough");
    assertThat(closeCode(peer.readMessage())).isEqualTo(1007);
  }

  @Test
  @Tag("RB-01")
  void survivesTenThousandRandomMessages() throws Exception {
    Peer peer = connect();
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      byte[] junk = new byte[1 + random.nextInt(40)];
      random.nextBytes(junk);
      junk[0] = 0;
      peer.writeBinary(junk);
      if (i % 5 == 0) {
        peer.writeBinary((byte) 0);
      }
    }
    peer.writeBinary(framed(0, Messages.offer(5)));
    await().until(() -> listener.all.stream().anyMatch(e -> Messages.offer(5).equals(e.detail())));
    assertThat(listener.count("closed")).isZero();
  }
}
