package dev.opamp.javaagent.testing.suites;

import static dev.opamp.javaagent.testing.suites.HostileCase.borne;
import static dev.opamp.javaagent.testing.suites.HostileCase.breaking;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.opamp.javaagent.opamp.proto.AgentRemoteConfig;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.suites.hostile.Frames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/** Things that are no messages. */
final class MalformedCases {

  private static final byte[] LEGACY = {0x0a, 0x00};

  private MalformedCases() {}

  static List<HostileCase> webSocket() {
    return List.of(
        borne("RB-01", "random bytes", lane -> lane.messages(noise(1), noise(2), noise(3))),
        borne("RB-01", "ten thousand random messages", MalformedCases::fuzz),
        borne("RB-02", "truncated", lane -> withConfig(lane, MalformedCases::truncated)),
        borne("RB-02", "negative and huge lengths, tag 0, groups", MalformedCases::badTags),
        borne("RB-02", "nesting without end", lane -> lane.messages(nested(100_000))),
        borne("RB-03", "invalid UTF-8", lane -> lane.messages(invalidUtf8())),
        borne("RB-04", "headers that are none", MalformedCases::badHeaders),
        borne("RB-05", "no header", MalformedCases::legacy),
        borne("RB-06", "text", lane -> lane.server().push(Frames.frame(0x81, text()))),
        breaking("RB-01", "random bytes only", MalformedCases::noiseOnly),
        breaking("RB-06", "text only", MalformedCases::textOnly));
  }

  static List<HostileCase> http() {
    return List.of(
        breaking("RB-01", "random bytes", lane -> lane.messages(noise(1), noise(2))),
        breaking("RB-02", "truncated", lane -> withConfig(lane, MalformedCases::truncated)),
        breaking("RB-02", "nesting without end", lane -> lane.messages(nested(100_000))),
        breaking("RB-03", "invalid UTF-8", lane -> lane.messages(invalidUtf8())));
  }

  private static void fuzz(HostileLane lane) throws Exception {
    for (int i = 0; i < 10_000; i++) {
      // A good one now and then: too many in a row are a case of their own.
      lane.server().push(i % 5 == 0 ? Frames.body(new byte[0]) : Frames.body(noise(i)));
    }
  }

  private static void noiseOnly(HostileLane lane) throws Exception {
    for (int i = 0; i < 10; i++) {
      lane.server().push(Frames.body(noise(i)));
    }
    awaitReturn(lane);
  }

  private static void textOnly(HostileLane lane) throws Exception {
    for (int i = 0; i < 10; i++) {
      lane.server().push(Frames.frame(0x81, text()));
    }
    awaitReturn(lane);
  }

  /** The agent goes and comes back with all it knows. */
  static void awaitReturn(HostileLane lane) throws Exception {
    int before = lane.server().requests();
    Awaitility.await().atMost(HostileLane.PATIENCE).until(() -> lane.server().requests() > before);
  }

  /** Sends bytes with a configuration in them, which must not be acted on. */
  private static void withConfig(HostileLane lane, Damage damage) throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    byte[] whole = lane.server().message().setRemoteConfig(config).build().toByteArray();
    lane.messages(damage.of(whole));
    lane.applied(lane.conversation().fresh());
    assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
  }

  private interface Damage {
    byte[] of(byte[] whole);
  }

  private static byte[] truncated(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 1);
  }

  private static void badTags(HostileLane lane) throws Exception {
    lane.messages(
        new byte[] {0x0a, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
        new byte[] {0x0a, -1, -1, -1, -1, 7},
        new byte[] {0x00, 0x00},
        new byte[] {0x7b},
        new byte[] {0x7c});
  }

  /** Groups within groups, in a field that nobody knows. */
  private static byte[] nested(int depth) {
    byte[] starts = new byte[2 * depth];
    Arrays.fill(starts, 0, depth, (byte) 0x7b);
    Arrays.fill(starts, depth, 2 * depth, (byte) 0x7c);
    return starts;
  }

  /** The key of a header in the offered connection settings. */
  private static byte[] invalidUtf8() {
    byte[] header = field(1, new byte[] {(byte) 0xc3, 0x28});
    return field(4, field(2, field(2, field(1, header))));
  }

  private static byte[] field(int number, byte[] content) {
    return Frames.concat(new byte[] {(byte) (number << 3 | 2), (byte) content.length}, content);
  }

  private static void badHeaders(HostileLane lane) throws Exception {
    byte[] elevenBytes = new byte[11];
    Arrays.fill(elevenBytes, 0, 10, (byte) 0x80);
    for (byte[] payload :
        List.of(
            new byte[0], new byte[] {1}, new byte[] {(byte) 0x80}, elevenBytes, new byte[] {5})) {
      lane.server().push(Frames.frame(Frames.FIN | Frames.BINARY, payload));
    }
    // Ten bytes that mean 0 are a header like any other.
    byte[] long0 = new byte[10];
    Arrays.fill(long0, 0, 9, (byte) 0x80);
    AgentRemoteConfig config = lane.conversation().fresh();
    byte[] message = lane.server().message().setRemoteConfig(config).build().toByteArray();
    int seen = lane.conversation().size();
    lane.server().push(Frames.frame(Frames.FIN | Frames.BINARY, Frames.concat(long0, message)));
    lane.conversation()
        .await(seen, report -> HostileLane.isSettled(report, config), HostileLane.PATIENCE);
  }

  private static void legacy(HostileLane lane) throws Exception {
    AgentRemoteConfig config = lane.conversation().fresh();
    byte[] message = lane.server().message().setRemoteConfig(config).build().toByteArray();
    lane.server().push(Frames.frame(Frames.FIN | Frames.BINARY, message));
    lane.server().push(Frames.frame(Frames.FIN | Frames.BINARY, LEGACY));
    lane.applied(lane.conversation().fresh());
    assertThat(lane.conversation().statuses(config.getConfigHash())).isEmpty();
  }

  private static byte[] text() {
    return "{\"instance_uid\":\"\"}".getBytes(StandardCharsets.UTF_8);
  }

  /** Bytes that are certainly no message. */
  private static byte[] noise(long seed) {
    Random random = new Random(seed);
    while (true) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      try {
        ServerToAgent.parseFrom(ByteString.copyFrom(bytes));
      } catch (InvalidProtocolBufferException wanted) {
        return bytes;
      }
    }
  }
}
