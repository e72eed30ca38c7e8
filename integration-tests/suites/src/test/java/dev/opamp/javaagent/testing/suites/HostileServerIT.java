package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server on plain sockets does what a server must not do. A host JVM lives through the cases of
 * its lane one after the other; the lanes run beside each other, because most of their time is
 * waiting.
 *
 * <p>After every case a good configuration is applied, the host has answered all its own requests
 * with a median below 250 ms, its live heap is less than 16 MiB above what it was before the first
 * case (of 96 MiB at most, and an {@code OutOfMemoryError} anywhere ends it), no thread of the
 * agent is left over, and the agent has connected no more often than it was sent away.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileServerIT {

  private final List<HostileLane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    lane("malformed-ws", "ws", MalformedCases.webSocket());
    lane("abuse-ws", "ws", AbuseCases.all());
    lane("limits-ws", "ws", FrameCases.limits());
    lane("frames-ws", "ws", FrameCases.abuse());
    lane("upgrades-ws", "ws", UpgradeCases.all());
    lane("malformed-http", "http", MalformedCases.http());
    lane("abuse-http", "http", AbuseCases.all());
    lane("limits-http", "http", AnswerCases.limits());
    lane("answers-http", "http", AnswerCases.answers());
    tlsLane("wss");
    tlsLane("https");
    slowLanes();
    for (HostileLane lane : lanes) {
      Thread thread = new Thread(lane::run, lane.name());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  private void slowLanes() throws IOException {
    lane("slow-silence", "ws", List.of(SlowCases.SILENCE));
    lane("slow-half-open", "ws", List.of(SlowCases.HALF_OPEN, SlowCases.LATE));
    lane("slow-zero-window", "ws", List.of(SlowCases.ZERO_WINDOW));
    lane("slow-pause-a", "http", List.of(SlowCases.ownPause("-1")));
    lane("slow-pause-b", "ws", List.of(SlowCases.ownPause("soon")));
    lane("slow-hour", "http", List.of(SlowCases.LONG_PAUSE));
    lane("slow-hour-info", "ws", List.of(SlowCases.LONG_RETRY_INFO));
    lane("slow-heartbeat", "ws", List.of(SlowCases.HEARTBEATS));
    lane("slow-own", "ws", List.of(SlowCases.OWN_TELEMETRY));
    for (String scheme : List.of("ws", "http")) {
      lane(
          "slow-large-" + scheme,
          scheme,
          host -> defaultLimit(host).jvmArg("-Xmx512m"),
          List.of(SlowCases.LARGE, SlowCases.TOO_LARGE));
      lane(
          "slow-million-" + scheme,
          scheme,
          HostileServerIT::defaultLimit,
          List.of(SlowCases.MILLION));
      lane(
          "slow-small-" + scheme,
          scheme,
          host ->
              host.env("OTEL_OPAMP_MAX_MESSAGE_SIZE", "4KiB")
                  .env("OTEL_RESOURCE_ATTRIBUTES", "long=" + "x".repeat(2800)),
          List.of(SlowCases.SMALL));
    }
    lane("slow-announced", "ws", HostileServerIT::defaultLimit, List.of(SlowCases.ANNOUNCED));
  }

  private static HostProcess.Builder defaultLimit(HostProcess.Builder host) {
    return host.env("OTEL_OPAMP_MAX_MESSAGE_SIZE", "");
  }

  private void lane(String name, String scheme, List<HostileCase> cases) throws IOException {
    lane(name, scheme, host -> host, cases);
  }

  private HostileLane lane(
      String name, String scheme, UnaryOperator<HostProcess.Builder> host, List<HostileCase> cases)
      throws IOException {
    HostileLane lane = new HostileLane(name, scheme, host, cases);
    String only = System.getProperty("hostile.lanes", "");
    if (name.matches(only.isEmpty() ? ".*" : only)) {
      lanes.add(lane);
    }
    return lane;
  }

  private void tlsLane(String scheme) throws IOException {
    TlsCases tls = new TlsCases();
    String authorities = tls.authorities().toString();
    HostileLane lane =
        lane(
            "tls-" + scheme,
            scheme,
            host -> host.env("OTEL_OPAMP_CERTIFICATE", authorities),
            tls.all());
    tls.showGood(lane.server());
  }

  @AfterAll
  void stop() throws Exception {
    for (HostileLane lane : lanes) {
      lane.stop();
    }
  }

  Stream<Arguments> cases(String prefix) {
    return lanes.stream()
        .filter(lane -> lane.name().startsWith(prefix))
        .flatMap(lane -> lane.cases().stream().map(one -> Arguments.of(lane, one)));
  }

  Stream<Arguments> malformed() {
    return cases("malformed");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("malformed")
  @Tag("RB-01")
  @Tag("RB-02")
  @Tag("RB-03")
  @Tag("RB-04")
  @Tag("RB-05")
  @Tag("RB-06")
  void whatIsNoMessage(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> abuse() {
    return cases("abuse");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("abuse")
  @Tag("RB-08")
  @Tag("RB-09")
  @Tag("RB-10")
  @Tag("RB-11")
  @Tag("RB-12")
  @Tag("RB-13")
  @Tag("RB-14")
  @Tag("RB-15")
  @Tag("RB-16")
  @Tag("RB-17")
  @Tag("RB-19")
  @Tag("RB-20")
  @Tag("RB-26")
  @Tag("RB-28")
  @Tag("RB-32")
  @Tag("RB-33")
  @Tag("RB-34")
  @Tag("RB-36")
  @Tag("RB-41")
  @Tag("RB-43")
  void messagesThatMeanNoGood(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> limits() {
    return cases("limits");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("limits")
  @Tag("LIM-01")
  @Tag("LIM-02")
  @Tag("LIM-06")
  @Tag("LIM-08")
  @Tag("LIM-09")
  @Tag("LIM-10")
  @Tag("LIM-11")
  @Tag("RB-06")
  @Tag("RB-07")
  @Tag("RB-24")
  void tooMuch(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> frames() {
    return cases("frames");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("frames")
  @Tag("RB-06")
  @Tag("RB-07")
  @Tag("RB-21")
  @Tag("RB-37")
  @Tag("RB-38")
  void framesThatAreNone(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> upgrades() {
    return cases("upgrades");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("upgrades")
  @Tag("LIM-11")
  @Tag("RB-21")
  @Tag("RB-22")
  @Tag("RB-23")
  @Tag("RB-26")
  @Tag("RB-40")
  void answersToTheUpgrade(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> answers() {
    return cases("answers");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("answers")
  @Tag("RB-18")
  @Tag("RB-21")
  @Tag("RB-22")
  @Tag("RB-23")
  @Tag("RB-24")
  @Tag("RB-25")
  @Tag("RB-26")
  @Tag("RB-40")
  void answersToTheRequest(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> tls() {
    return cases("tls");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("tls")
  @Tag("RB-39")
  void handshakes(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  Stream<Arguments> slow() {
    return cases("slow");
  }

  @ParameterizedTest(name = "{0} {1}", allowZeroInvocations = true)
  @MethodSource("slow")
  @Tag("LIM-01")
  @Tag("LIM-03")
  @Tag("LIM-04")
  @Tag("LIM-05")
  @Tag("LIM-07")
  @Tag("LIM-12")
  @Tag("RB-07")
  @Tag("RB-18")
  @Tag("RB-26")
  @Tag("RB-27")
  @Tag("RB-31")
  @Tag("RB-33")
  @Tag("RB-36")
  @Tag("RB-38")
  @Tag("RB-43")
  @Tag("RB-44")
  void inJvmsOfTheirOwn(HostileLane lane, HostileCase one, TestInfo test) throws Exception {
    assertOutcome(lane, one, test);
  }

  /** The rows of a case are the tags of its test: a row without a case is not claimed. */
  private static void assertOutcome(HostileLane lane, HostileCase one, TestInfo test)
      throws Exception {
    assertThat(test.getTags()).containsAll(one.rows());
    lane.awaitOutcome(one);
  }

  @Test
  @Tag("RB-42")
  void hostsSayLittle() throws Exception {
    for (Thread thread : threads) {
      thread.join(300_000);
    }
    for (HostileLane lane : lanes) {
      assertThat(lane.server().foul()).as(lane.name()).isEmpty();
      assertThat(lane.process().stdout().lines()).as(lane.name()).hasSize(1);
      assertThat(lane.process().stderr().lines().toList())
          .as(lane.name())
          .hasSizeLessThan(60)
          .allMatch(line -> line.contains("opamp"));
    }
  }
}
