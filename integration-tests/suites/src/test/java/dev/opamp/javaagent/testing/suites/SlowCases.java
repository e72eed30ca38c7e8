package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.borne;
import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static dev.opamp.javaagent.testing.suites.HostileCase.lasting;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.suites.hostile.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Cases that need a JVM of their own: for their time, their limits, or what they leave behind. */
final class SlowCases {

  private static final int MEBIBYTE = 1 << 20;
  private static final int SMALL_LIMIT = 4096;
  private static final long SMALL_GROWTH = 16L << 20;

  private SlowCases() {}

  static final HostileCase SILENCE =
      breaking(
          "RB-18",
          "no answer at all",
          lane -> {
            AtomicInteger messages = new AtomicInteger();
            lane.script(
                peer -> {
                  peer.upgrade();
                  messages.set(peer.messagesUntilClose());
                });
            lane.server().drop();
            lane.server().awaitScriptDone(Duration.ofSeconds(90));
            assertThat(messages.get()).isBetween(1, 15);
          });

  static final HostileCase LATE =
      breaking(
          "RB-18",
          "a late answer",
          lane ->
              lane.committed(
                  peer -> {
                    peer.upgrade();
                    assertThat(peer.awaitFirstMessage()).isTrue();
                    pause(Duration.ofSeconds(4));
                    peer.send(Frames.body(new byte[0]));
                    pause(Duration.ofSeconds(1));
                  }));

  static final HostileCase HALF_OPEN =
      breaking(
          "RB-44",
          "a connection that is dead without a word",
          lane -> {
            int before = lane.server().requests();
            lane.script(
                peer -> {
                  peer.upgrade();
                  peer.send(Frames.body(new byte[0]));
                  awaitRequests(lane, before + 2, Duration.ofSeconds(60));
                });
            lane.server().drop();
            lane.server().awaitScriptDone(Duration.ofSeconds(70));
          });

  static final HostileCase ZERO_WINDOW =
      breaking(
          "RB-44 RB-38",
          "pings without end, pongs never read",
          lane -> {
            AtomicInteger cut = new AtomicInteger();
            lane.script(
                peer -> {
                  peer.upgrade();
                  byte[] ping = Frames.frame(Frames.FIN | Frames.PING, new byte[125]);
                  cut.set(peer.flood(ping, Duration.ofSeconds(40)) ? 1 : 0);
                });
            lane.server().drop();
            lane.server().awaitScriptDone(Duration.ofSeconds(60));
            assertThat(cut).as("the agent put an end to it").hasValue(1);
          });

  /** The half a minute of the agent's own that it falls back to. */
  static HostileCase ownPause(String retryAfter) {
    return breaking(
        "RB-26",
        "Retry-After: " + retryAfter,
        lane -> {
          lane.script(
              peer ->
                  peer.respond(
                      "503 Service Unavailable\r\nRetry-After: " + retryAfter, new byte[0]));
          if (lane.isWebSocket()) {
            lane.server().drop();
          }
          lane.server().awaitScriptDone(HostileLane.PATIENCE);
          int before = lane.server().requests();
          long start = System.nanoTime();
          awaitRequests(lane, before + 1, Duration.ofSeconds(60));
          assertThat(Duration.ofNanos(System.nanoTime() - start).toSeconds()).isBetween(25L, 45L);
        });
  }

  static final HostileCase LONG_PAUSE =
      lasting(
          "RB-26",
          "Retry-After: 99999999999",
          lane -> {
            lane.script(
                peer -> peer.respond("429 Slow Down\r\nRetry-After: 99999999999", new byte[0]));
            lane.server().awaitScriptDone(HostileLane.PATIENCE);
            assertQuiet(lane);
          });

  static final HostileCase LONG_RETRY_INFO =
      lasting(
          "RB-26 RB-43",
          "unavailable for 2^64 - 1 ns",
          lane -> {
            ServerToAgent.Builder message = ServerToAgent.newBuilder();
            message
                .getErrorResponseBuilder()
                .setTypeValue(2)
                .getRetryInfoBuilder()
                .setRetryAfterNanoseconds(-1);
            int seen = lane.conversation().size();
            lane.messages(message.build().toByteArray());
            if (lane.isWebSocket()) {
              lane.conversation()
                  .await(seen, AgentToServer::hasAgentDisconnect, HostileLane.PATIENCE);
            }
            assertQuiet(lane);
          });

  static final HostileCase HEARTBEATS =
      borne(
          "RB-27 RB-43",
          "heartbeats every 2^64 - 1 seconds, every 2^63, every one",
          lane -> {
            for (long seconds : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1}) {
              ServerToAgent.Builder message = lane.server().message();
              message
                  .getConnectionSettingsBuilder()
                  .setHash(ByteString.copyFromUtf8("heartbeat " + seconds))
                  .getOpampBuilder()
                  .setHeartbeatIntervalSeconds(seconds);
              lane.messages(message.build().toByteArray());
            }
            int seen = lane.conversation().size();
            Awaitility.await()
                .atMost(HostileLane.PATIENCE)
                .until(() -> lane.conversation().size() >= seen + 3);
          });

  /** What is announced is not taken before it is there. */
  static final HostileCase ANNOUNCED =
      breaking(
          "LIM-01 RB-07",
          "60 MiB announced within the limit, and never sent",
          lane -> {
            long before = lane.pulse().liveHeap();
            long[] during = new long[1];
            lane.committed(
                peer -> {
                  peer.upgrade();
                  peer.send(
                      Frames.concat(
                          Frames.header(Frames.FIN | Frames.BINARY, 60 * MEBIBYTE),
                          new byte[1000]));
                  pause(Duration.ofSeconds(1));
                  during[0] = lane.pulse().liveHeap();
                });
            assertThat(during[0] - before).as("growth of the live heap").isLessThan(SMALL_GROWTH);
          });

  /** With the default limit and 512 MiB of heap. */
  static final HostileCase LARGE =
      borne(
          "LIM-03 RB-36",
          "63 MiB are taken",
          lane -> {
            AgentRemoteConfig config = lane.conversation().fresh();
            int seen = lane.conversation().size();
            lane.messages(padded(config, 63 * MEBIBYTE));
            lane.conversation()
                .await(seen, m -> HostileLane.isSettled(m, config), Duration.ofSeconds(60));
          });

  static final HostileCase TOO_LARGE =
      breaking(
          "LIM-03",
          "65 MiB are not",
          lane -> {
            AgentRemoteConfig config = lane.conversation().fresh();
            byte[] message = padded(config, 65 * MEBIBYTE);
            try {
              lane.messages(message);
            } catch (IOException cut) {
              // The agent need not listen to the end.
            }
            lane.applied(lane.conversation().fresh());
            assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
          });

  /** A million files within the default limit, in a small heap: refused, and no memory lost. */
  static final HostileCase MILLION =
      breaking(
          "RB-33",
          "a million tiny files",
          lane -> {
            ByteArrayOutputStream files = new ByteArrayOutputStream(24 * MEBIBYTE);
            byte[] none = AgentConfigFile.getDefaultInstance().toByteArray();
            for (int i = 0; i < 1_000_000; i++) {
              byte[] key = Integer.toString(i, 36).getBytes(StandardCharsets.US_ASCII);
              byte[] entry =
                  Frames.concat(
                      new byte[] {0x0a, (byte) key.length},
                      key,
                      new byte[] {0x12, (byte) none.length});
              files.writeBytes(Frames.concat(new byte[] {0x0a, (byte) entry.length}, entry));
            }
            lane.messages(field(3, field(1, files.toByteArray())));
          });

  static final HostileCase SMALL =
      borne(
          "LIM-04 LIM-05 LIM-07 LIM-12",
          "a report larger than the limit",
          lane -> {
            int seen = lane.conversation().size();
            if (lane.isWebSocket()) {
              lane.messages(lane.server().message().setFlags(1).build().toByteArray());
            } else {
              // A scripted answer would take the place of one that is counted below.
              lane.conversation().spoil(answer -> answer.toBuilder().setFlags(1).build());
            }
            lane.conversation().await(seen, AgentToServer::hasHealth, Duration.ofSeconds(45));
            List<AgentToServer> all = lane.conversation().since(0);
            assertThat(all)
                .allSatisfy(m -> assertThat(m.getSerializedSize()).isLessThan(SMALL_LIMIT));
            assertThat(all).anyMatch(AgentToServer::hasAgentDescription);
            long next = all.get(0).getSequenceNum();
            for (AgentToServer message : all) {
              assertThat(message.getSequenceNum()).isEqualTo(next++);
            }
          });

  static final HostileCase OWN_TELEMETRY =
      borne(
          "RB-31",
          "own telemetry to the server itself and to the application itself",
          lane -> {
            ServerToAgent.Builder message = lane.server().message();
            message
                .getConnectionSettingsBuilder()
                .setHash(ByteString.copyFromUtf8("own"))
                .getOwnMetricsBuilder()
                .setDestinationEndpoint("http://127.0.0.1:" + lane.server().port() + "/v1/opamp");
            message
                .getConnectionSettingsBuilder()
                .getOwnTracesBuilder()
                .setDestinationEndpoint("http://127.0.0.1:" + lane.pulse().port() + "/hello");
            lane.messages(message.build().toByteArray());
            pause(Duration.ofSeconds(12));
          });

  private static byte[] padded(AgentRemoteConfig config, int bytes) {
    ServerToAgent.Builder message = ServerToAgent.newBuilder().setRemoteConfig(config);
    message.getCustomMessageBuilder().setData(ByteString.copyFrom(new byte[bytes - 1000]));
    return message.build().toByteArray();
  }

  private static byte[] field(int number, byte[] content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.length;
    while (length > 127) {
      out.write(length & 127 | 128);
      length >>>= 7;
    }
    out.write(length);
    return Frames.concat(out.toByteString().toByteArray(), content);
  }

  private static void assertQuiet(HostileLane lane) {
    int before = lane.server().requests();
    Awaitility.await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> lane.server().requests() == before);
  }

  private static void awaitRequests(HostileLane lane, int count, Duration longest) {
    Awaitility.await().atMost(longest).until(() -> lane.server().requests() >= count);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
