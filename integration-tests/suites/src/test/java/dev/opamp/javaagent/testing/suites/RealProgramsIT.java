package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.testing.server.fleet.AgentSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three programs nobody here wrote: same answers with the agent, and seen on the server. */
class RealProgramsIT {

  private static final Path PROGRAMS = Path.of(System.getProperty("programs"));

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

  /** A busy machine may delay one start, not each of several. */
  private static final int STARTS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestBed bed;
  private Duration seenAfter;

  /** Runs a program without the agent once, and with it until it was seen in time. */
  private void assertSameAndSeenInTime(Program program) throws Exception {
    Object plain = program.run(HostProcess.java().withoutAgent(), "plain");
    for (int start = 1; start <= STARTS; start++) {
      String service = "program-" + start;
      assertThat(program.run(bed.host("ws", service), service)).isEqualTo(plain);
      if (seenAfter.compareTo(SEEN_WITHIN) < 0) {
        return;
      }
    }
    assertThat(seenAfter).isLessThan(SEEN_WITHIN);
  }

  private interface Program {
    /**
     * Starts, asks, ends.
     *
     * @param service name under which the agent is seen, {@code plain} without an agent
     */
    Object run(HostProcess.Builder builder, String service) throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    bed = new TestBed();
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  @Tag("JVM-01")
  @Tag("JVM-04")
  void wireMockAnswersAsWithoutTheAgent() throws Exception {
    String jar = PROGRAMS.resolve("wiremock-standalone.jar").toString();
    assertSameAndSeenInTime((builder, service) -> wireMock(builder, jar, service));
  }

  private List<String> wireMock(HostProcess.Builder builder, String jar, String service)
      throws Exception {
    int port = freePort();
    try (HostProcess host =
        builder.start(
            "-jar", jar, "--port", "" + port, "--disable-banner", "--no-request-journal")) {
      noteWhenSeen(service);
      String base = "http://127.0.0.1:" + port;
      awaitAnswer(base + "/__admin/mappings");
      String stub =
          "{\"id\":\"00000000-0000-0000-0000-000000000001\",\"request\":{\"method\":\"GET\",\"url\":\"/x\"},"
              + "\"response\":{\"status\":203,\"body\":\"made of wire\"}}";
      HttpRequest create =
          HttpRequest.newBuilder(URI.create(base + "/__admin/mappings"))
              .POST(HttpRequest.BodyPublishers.ofString(stub))
              .build();
      int created = client.send(create, BodyHandlers.ofString()).statusCode();
      return List.of("" + created, get(base + "/x"), get(base + "/none").substring(0, 3));
    }
  }

  @Test
  @Tag("JVM-01")
  @Tag("JVM-03")
  void tomcatAnswersAsWithoutTheAgent(@TempDir Path scratch) throws Exception {
    assertSameAndSeenInTime(
        (builder, service) -> tomcat(builder, scratch.resolve(service), service));
  }

  private String tomcat(HostProcess.Builder builder, Path base, String service) throws Exception {
    int port = freePort();
    Path home = Path.of(System.getProperty("tomcat.home")).toAbsolutePath();
    Files.createDirectories(base.resolve("conf"));
    Files.createDirectories(base.resolve("temp"));
    Files.createDirectories(base.resolve("webapps/ROOT"));
    Files.writeString(base.resolve("webapps/ROOT/index.html"), "served by tomcat");
    Files.writeString(base.resolve("conf/web.xml"), Files.readString(home.resolve("conf/web.xml")));
    Files.writeString(
        base.resolve("conf/server.xml"),
        "<Server port='-1'><Service name='Catalina'><Connector address='127.0.0.1' port='"
            + port
            + "'/><Engine name='Catalina' defaultHost='localhost'>"
            + "<Host name='localhost' appBase='webapps'/></Engine></Service></Server>");
    try (HostProcess host =
        builder
            .jvmArg("-Dcatalina.home=" + home)
            .jvmArg("-Dcatalina.base=" + base)
            .jvmArg("-Djava.io.tmpdir=" + base.resolve("temp"))
            .jvmArg("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager")
            .jvmArg("-Djava.util.logging.config.file=" + home.resolve("conf/logging.properties"))
            .start(
                "-cp",
                home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start")) {
      noteWhenSeen(service);
      awaitAnswer("http://127.0.0.1:" + port + "/");
      // The JVM must have taken Tomcat's own log manager, agent or not.
      assertThat(host.stderr()).doesNotContain("Could not load Logmanager");
      return get("http://127.0.0.1:" + port + "/")
          + get("http://127.0.0.1:" + port + "/none").substring(0, 3);
    }
  }

  @Test
  @Tag("JVM-01")
  void h2ServerAnswersAsWithoutTheAgent(@TempDir Path scratch) throws Exception {
    String jar = PROGRAMS.resolve("h2.jar").toString();
    assertSameAndSeenInTime((builder, service) -> h2(builder, jar, scratch, service));
  }

  private String h2(HostProcess.Builder builder, String jar, Path base, String service)
      throws Exception {
    int port = freePort();
    try (HostProcess host =
        builder.start(
            "-cp",
            jar,
            "org.h2.tools.Server",
            "-tcp",
            "-tcpPort",
            "" + port,
            "-ifNotExists",
            "-baseDir",
            base.toString())) {
      noteWhenSeen(service);
      host.awaitLine(line -> line.contains("TCP server running"), TestBed.PATIENCE);
      String url = "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:test";
      try (HostProcess shell =
          HostProcess.java()
              .withoutAgent()
              .start(
                  "-cp",
                  jar,
                  "org.h2.tools.Shell",
                  "-url",
                  url,
                  "-user",
                  "sa",
                  "-sql",
                  "select 6 * 7 as answer")) {
        assertThat(shell.awaitExit(TestBed.PATIENCE)).isZero();
        return shell.stdout().lines().filter(line -> !line.contains("ms)")).toList().toString();
      }
    }
  }

  private void noteWhenSeen(String service) throws Exception {
    if (!service.equals("plain")) {
      Instant started = Instant.now();
      AgentSnapshot agent = bed.awaitAgent(service);
      seenAfter = Duration.between(started, agent.firstSeen());
    }
  }

  private void awaitAnswer(String url) {
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .ignoreExceptions()
        .until(() -> !get(url).isEmpty());
  }

  private String get(String url) throws IOException, InterruptedException {
    var answer =
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
