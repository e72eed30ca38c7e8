package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Only Linux has a second loopback address without being asked. */
@EnabledOnOs(OS.LINUX)
class MovedServerTest {

  @TempDir Path dir;

  @Test
  @Tag("LIFE-18")
  void eachAttemptLooksTheHostNameUp() throws Exception {
    Path hosts = Files.writeString(dir.resolve("hosts"), "");
    Path output = dir.resolve("output");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.net.hosts.file=" + hosts,
                "-Dsun.net.inetaddr.ttl=0",
                "-Dsun.net.inetaddr.negative.ttl=0",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                MovedServerJvm.class.getName(),
                hosts.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(jvm.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }
    String text = Files.readString(output);
    assertThat(jvm.exitValue()).as(text).isZero();
    assertThat(text).contains("ws followed", "http followed");
  }
}
