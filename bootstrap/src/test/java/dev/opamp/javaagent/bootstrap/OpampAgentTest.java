package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.opamp.javaagent.sample.Host;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs with a jar of the agent's shape. */
@Timeout(60)
class OpampAgentTest {

  private static final String STARTED =
      "started|some=arg|opamp-agent|daemon|null|AgentClassLoader|dev.opamp.javaagent.agent"
          + "|hidden hello|retransform";

  @TempDir Path dir;
  private Path hostClasses;
  private Path jar;
  private Process process;
  private BufferedReader out;
  private BufferedReader err;

  @BeforeEach
  void write() throws IOException {
    hostClasses = dir.resolve("host");
    Path file = hostClasses.resolve(Host.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, TestJar.classFile(Host.class));
    jar = TestJar.write(dir.resolve("a b %41 #1/agent.jar"));
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  @Tag("JVM-02")
  void premainStartsTheAgentOnItsDaemonThread() throws Exception {
    run("-javaagent:" + jar + "=some=arg");
    assertThat(err.readLine()).isEqualTo(STARTED + "|early");
    assertThatHostEndsWell();
  }

  @Test
  void agentmainDoesTheSame() throws Exception {
    run();
    assertThat(out.readLine()).isEqualTo("hello");
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
    try {
      machine.loadAgent(jar.toString(), "some=arg");
    } finally {
      machine.detach();
    }
    assertThat(skipJvmWarnings()).isEqualTo(STARTED + "|late");
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  @Tag("JVM-07")
  void requestsFromOutsideAreAnsweredInTheirFiles() throws Exception {
    run();
    assertThat(out.readLine()).isEqualTo("hello");

    assertThat(request("detach")).isEqualTo("refused no agent runs there");
    assertThat(request("attach\nexception"))
        .isEqualTo("refused not started: otel.opamp.x: wrong and more");
    assertThat(request("attach\nerror"))
        .isEqualTo("refused not started: java.lang.StackOverflowError: deep");
    assertThat(request("attach\nidle")).startsWith("refused nothing to do: ");
    assertThat(request("attach\nsome=arg")).isEqualTo("done agent started");
    assertThat(request("attach\nsome=arg"))
        .isEqualTo("refused already loaded into this JVM, this one is ignored");
    assertThat(request("detach")).isEqualTo("done agent stopped");
    assertThat(request("detach")).isEqualTo("refused no agent runs there");
    assertThat(request("attach\nsome=arg")).isEqualTo("done agent started");
    assertThat(request("dance"))
        .isEqualTo("refused the agent that was loaded there first is of another version");

    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(err.lines().filter(line -> !line.startsWith("WARNING:")))
        .containsExactly(STARTED + "|late", "stopped|opamp-agent", STARTED + "|late");
  }

  private String request(String text) throws Exception {
    Path exchange = Files.createTempDirectory(dir, "exchange");
    Files.writeString(exchange.resolve(Exchange.REQUEST_FILE), text);
    Path answer = Files.createFile(exchange.resolve(Exchange.ANSWER_FILE));
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
    try {
      machine.loadAgent(jar.toString(), Exchange.MARK + exchange);
    } finally {
      machine.detach();
    }
    Awaitility.await().until(() -> Files.readString(answer).endsWith("\n"));
    return Files.readString(answer).trim();
  }

  @Test
  @Tag("JVM-07")
  void secondCopyRefusesAndSaysSo() throws Exception {
    Path copy = TestJar.write(dir.resolve("copy/agent.jar"));
    run("-javaagent:" + jar + "=some=arg", "-javaagent:" + copy + "=other");
    assertThat(List.of(err.readLine(), err.readLine()))
        .containsExactlyInAnyOrder(
            STARTED + "|early",
            "opamp-javaagent: already loaded into this JVM, this one is ignored");
    assertThatHostEndsWell();
  }

  @Test
  @Tag("JVM-01")
  void agentThatCannotStartCostsOneLineOnStderr() throws Exception {
    run("-javaagent:" + jar + "=exception");
    assertThat(err.readLine())
        .isEqualTo("opamp-javaagent: not started: otel.opamp.x: wrong and more");
    assertThatHostEndsWell();
  }

  @Test
  @Tag("JVM-01")
  void errorInTheAgentCostsOneLineOnStderr() throws Exception {
    run("-javaagent:" + jar + "=error");
    assertThat(err.readLine())
        .isEqualTo("opamp-javaagent: not started: java.lang.StackOverflowError: deep");
    assertThatHostEndsWell();
  }

  @Test
  @Tag("JVM-01")
  void jarWithoutItsHiddenPartCostsOneLineOnStderr() throws Exception {
    run("-javaagent:" + TestJar.write(dir.resolve("empty/agent.jar"), List.of()));
    assertThat(err.readLine())
        .isEqualTo(
            "opamp-javaagent: not started: java.lang.ClassNotFoundException:"
                + " dev.opamp.javaagent.agent.AgentMain");
    assertThatHostEndsWell();
  }

  @Test
  @Tag("JVM-01")
  void classesOutsideAJarCostOneLineOnStderr() throws Exception {
    // Visible before the agent's jar, so that the entry class has a directory as its location.
    Path unpacked =
        Path.of(OpampAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    runWithClassPath(unpacked + File.pathSeparator + hostClasses, "-javaagent:" + jar);
    assertThat(err.readLine()).endsWith(unpacked + " is not the agent's jar");
    assertThatHostEndsWell();
  }

  @Test
  void worksUnderASecurityManagerThatTrustsTheJar() throws Exception {
    Path policy =
        Files.writeString(
            dir.resolve("policy"),
            "grant codeBase \"" + jar.toUri() + "\" { permission java.security.AllPermission; };");
    run(
        "-Djava.security.manager",
        "-Djava.security.policy==" + policy.toUri(),
        "-javaagent:" + jar + "=some=arg");
    assertThat(skipJvmWarnings()).isEqualTo(STARTED + "|early");
    assertThatHostEndsWell();
  }

  private void run(String... options) throws IOException {
    runWithClassPath(hostClasses.toString(), options);
  }

  private void runWithClassPath(String classPath, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, Host.class.getName()));
    process = new ProcessBuilder(command).start();
    out = process.inputReader();
    err = process.errorReader();
  }

  private String skipJvmWarnings() throws IOException {
    String line = err.readLine();
    while (line != null && line.startsWith("WARNING:")) {
      line = err.readLine();
    }
    return line;
  }

  private void assertThatHostEndsWell() throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(out.lines()).containsExactly("hello");
    assertThat(skipJvmWarnings()).isNull();
  }
}
