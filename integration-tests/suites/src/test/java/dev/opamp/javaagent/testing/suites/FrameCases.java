package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.borne;
import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static dev.opamp.javaagent.testing.suites.hostile.Frames.BINARY;
import static dev.opamp.javaagent.testing.suites.hostile.Frames.CLOSE;
import static dev.opamp.javaagent.testing.suites.hostile.Frames.CONTINUATION;
import static dev.opamp.javaagent.testing.suites.hostile.Frames.FIN;
import static dev.opamp.javaagent.testing.suites.hostile.Frames.PING;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.CustomMessage;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.suites.hostile.Frames;
import dev.opamp.javaagent.testing.suites.hostile.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server can do with frames. The lane's limit is 1 MiB. */
final class FrameCases {

  private static final int LIMIT = 1 << 20;
  private static final int RSV1 = 0x40;

  private FrameCases() {}

  static List<HostileCase> limits() {
    return List.of(
        borne("LIM-08 LIM-01", "exactly the limit", lane -> lane.server().push(sized(LIMIT))),
        closedWith(1009, "LIM-01 LIM-02 LIM-08 RB-07", "limit + 1", sized(LIMIT + 1)),
        closedWith(1009, "LIM-01 RB-07", "64 MiB announced", Frames.header(FIN | BINARY, 64 << 20)),
        closedWith(1009, "LIM-01 RB-07", "2^62 announced", Frames.header(FIN | BINARY, 1L << 62)),
        broken("LIM-01 RB-07", "a negative length", Frames.header(FIN | BINARY, -1)),
        breaking("LIM-09 LIM-02 RB-06", "fragments without end", FrameCases::endlessFragments));
  }

  static List<HostileCase> abuse() {
    return List.of(
        borne("RB-06", "one byte per fragment, pings between", FrameCases::tinyFragments),
        closedWith(1002, "RB-07", "deflate bit", Frames.frame(FIN | RSV1 | BINARY, new byte[9])),
        closedWith(1002, "RB-06", "a continuation of nothing", Frames.frame(FIN, new byte[9])),
        closedWith(1002, "RB-06", "a reserved opcode", Frames.frame(FIN | 11, new byte[9])),
        broken("RB-38", "a ping of 200 bytes", Frames.frame(FIN | PING, new byte[200])),
        broken("RB-38", "a fragmented ping", Frames.frame(PING, new byte[2])),
        borne("RB-38", "twenty thousand pings", FrameCases::pingFlood),
        broken("RB-38", "Close without a code", Frames.frame(FIN | CLOSE, new byte[0])),
        broken("RB-38", "Close of one byte", Frames.frame(FIN | CLOSE, new byte[1])),
        broken("RB-38", "Close 1005", Frames.close(1005, "")),
        broken("RB-38", "Close 1006", Frames.close(1006, "")),
        broken(
            "RB-38",
            "Close with a reason that is no UTF-8",
            Frames.frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xc3, 0x28})),
        breaking("RB-38", "Close, and then the connection stays", FrameCases::slowClose),
        breaking("RB-37", "a configuration after the farewell", FrameCases::afterFarewell),
        breaking("RB-21", "Close right after the upgrade, for a while", FrameCases::acceptClose));
  }

  /** A message of so many bytes, header included; it means nothing to this agent. */
  private static byte[] sized(int bytes) {
    int data = bytes - 16;
    byte[] message = custom(data).toByteArray();
    byte[] exact = custom(data + bytes - 1 - message.length).toByteArray();
    assertThat(exact).hasSize(bytes - 1);
    return Frames.body(exact);
  }

  private static ServerToAgent custom(int bytes) {
    return ServerToAgent.newBuilder()
        .setCustomMessage(CustomMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  /** Over a connection that begins well; the agent says Close, with this code. */
  private static HostileCase closedWith(int code, String rows, String name, byte[] bytes) {
    AtomicInteger seen = new AtomicInteger();
    return breaking(
        rows,
        name,
        lane -> {
          lane.committed(
              peer -> {
                begin(peer);
                peer.send(bytes);
                seen.set(peer.awaitClose().closeCode());
              });
          assertThat(seen).hasValue(code);
        });
  }

  /** Over a connection that begins well; the agent ends it, in whatever way. */
  private static HostileCase broken(String rows, String name, byte[] bytes) {
    return breaking(
        rows,
        name,
        lane ->
            lane.committed(
                peer -> {
                  begin(peer);
                  peer.send(bytes);
                  peer.awaitEnd();
                }));
  }

  private static void begin(Peer peer) throws IOException {
    peer.upgrade();
    peer.send(Frames.body(new byte[0]));
  }

  private static void endlessFragments(HostileLane lane) throws Exception {
    byte[] kibibyte = new byte[1024];
    AtomicBoolean cut = new AtomicBoolean();
    lane.committed(
        peer -> {
          begin(peer);
          peer.send(Frames.frame(BINARY, kibibyte));
          cut.set(peer.flood(Frames.frame(CONTINUATION, kibibyte), Duration.ofSeconds(15)));
        });
    assertThat(cut).as("the agent put an end to it").isTrue();
  }

  private static void tinyFragments(HostileLane lane) throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    byte[] message = lane.server().message().setRemoteConfig(config).build().toByteArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frames.frame(BINARY, new byte[1]));
    for (byte one : message) {
      bytes.writeBytes(Frames.frame(CONTINUATION, new byte[] {one}));
      bytes.writeBytes(Frames.frame(FIN | PING, new byte[0]));
    }
    bytes.writeBytes(Frames.frame(FIN, new byte[0]));
    int seen = lane.conversation().size();
    lane.server().push(bytes.toByteArray());
    lane.conversation()
        .await(seen, report -> HostileLane.isSettled(report, config), HostileLane.PATIENCE);
  }

  private static void pingFlood(HostileLane lane) throws Exception {
    byte[] ping = Frames.frame(FIN | PING, new byte[125]);
    for (int i = 0; i < 20_000; i++) {
      lane.server().push(ping);
    }
  }

  private static void slowClose(HostileLane lane) throws Exception {
    lane.committed(
        peer -> {
          begin(peer);
          peer.send(Frames.close(1000, "bye"));
          peer.awaitEnd();
        });
  }

  /** The agent goes because the server says it is unavailable; then it is not spoken to again. */
  private static void afterFarewell(HostileLane lane) throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    int seen = lane.conversation().size();
    lane.conversation().spoil(answer -> answer.toBuilder().setRemoteConfig(config).build());
    lane.messages(unavailable().toByteArray());
    lane.conversation().await(seen, AgentToServer::hasAgentDisconnect, HostileLane.PATIENCE);
    lane.conversation().behave();
    lane.applied(lane.conversation().fresh());
    assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
  }

  private static ServerToAgent unavailable() {
    ServerToAgent.Builder message = ServerToAgent.newBuilder();
    message.getErrorResponseBuilder().setTypeValue(2).getRetryInfoBuilder();
    return message.build();
  }

  private static void acceptClose(HostileLane lane) throws Exception {
    int dials = lane.server().dials().size();
    lane.committed(Peer::upgrade, Peer::upgrade, Peer::upgrade, Peer::upgrade);
    List<Long> at = lane.server().dials();
    for (int i = dials + 1; i < at.size(); i++) {
      assertThat((at.get(i) - at.get(i - 1)) / 1_000_000)
          .as("pause before attempt " + (i - dials) + " in ms")
          .isGreaterThan(90);
    }
  }
}
