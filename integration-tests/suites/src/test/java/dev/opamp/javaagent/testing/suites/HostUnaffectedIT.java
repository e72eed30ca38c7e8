package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A trivial host prints and returns the same with the agent as without, whatever the server does.
 */
class HostUnaffectedIT {

  private static final String HELLO = "dev.opamp.javaagent.testing.apps.Hello";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What the JVM itself takes may vary on a busy machine; an agent that waits takes far longer. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  @Test
  @Tag("JVM-01")
  void noEndpoint_sameOutputAndExitCode() throws Exception {
    assertSameAsWithoutAgent("");
  }

  @Test
  @Tag("JVM-01")
  @Tag("LIFE-12")
  @Tag("LIFE-19")
  void nobodyListening_sameOutputAndExitCode() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertSameAsWithoutAgent("endpoint=ws://127.0.0.1:" + port + "/v1/opamp");
    assertSameAsWithoutAgent("endpoint=http://127.0.0.1:" + port + "/v1/opamp");
  }

  @Test
  @Tag("JVM-01")
  @Tag("LIFE-19")
  void unresolvableHost_sameOutputAndExitCode() throws Exception {
    assertSameAsWithoutAgent("endpoint=ws://no-such-host.invalid/v1/opamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo://bar", "ws://a_b/x", "::::", "ws://"})
  @Tag("TR-08")
  @Tag("JVM-01")
  void malformedEndpoint_oneLineOnStderrAndSameOutput(String endpoint) throws Exception {
    assertSameAsWithoutAgent("endpoint=" + endpoint);
    try (HostProcess host =
        HostProcess.java()
            .agentArgs("endpoint=" + endpoint)
            .start(
                "-cp", HostProcess.sampleApps(), "dev.opamp.javaagent.testing.apps.LoaderProbe")) {
      assertThat(host.awaitExit(LIMIT)).isZero();
      assertThat(host.stdout()).isEqualTo("services 0");
      assertThat(host.stderr().lines()).singleElement().asString().contains("otel.opamp.endpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws", "http"})
  @Tag("JVM-01")
  @Tag("LIFE-11")
  @Tag("LIFE-19")
  void serverThatAcceptsAndNeverAnswers_sameOutputAndExitCode(String scheme) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertSameAsWithoutAgent(
          "endpoint=" + scheme + "://127.0.0.1:" + silent.getLocalPort() + "/v1/opamp");
    }
  }

  @Test
  @Tag("JVM-07")
  void agentNamedTwice_secondRefusesAndHostIsUnaffected() throws Exception {
    try (HostProcess host =
        HostProcess.java()
            .agentArgs("endpoint=ws://127.0.0.1:1/v1/opamp")
            .jvmArg("-javaagent:" + HostProcess.agentJar() + "=endpoint=ws://127.0.0.1:1/v1/opamp")
            .start("-cp", HostProcess.sampleApps(), HELLO)) {
      assertThat(host.awaitExit(LIMIT)).isZero();
      assertThat(host.stdout()).isEqualTo("hello");
    }
  }

  private static HostProcess assertSameAsWithoutAgent(String agentArgs) throws Exception {
    try (HostProcess plain =
            HostProcess.java().withoutAgent().start("-cp", HostProcess.sampleApps(), HELLO, "7");
        HostProcess host =
            HostProcess.java()
                .agentArgs(agentArgs)
                .start("-cp", HostProcess.sampleApps(), HELLO, "7")) {
      int expected = plain.awaitExit(LIMIT);
      Duration plainTime = plain.age();
      assertThat(host.awaitExit(LIMIT)).isEqualTo(expected);
      assertThat(host.stdout()).isEqualTo(plain.stdout());
      assertThat(host.age()).isLessThan(plainTime.plus(SLACK));
      return host;
    }
  }
}
