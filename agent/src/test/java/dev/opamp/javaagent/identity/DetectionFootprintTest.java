package dev.opamp.javaagent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which classes of the JDK the detection pulls into a host, seen from a JVM of its own. */
class DetectionFootprintTest {

  @TempDir Path directory;

  /** Entry point of the child JVM. */
  static final class Detect {
    private Detect() {}

    public static void main(String[] args) {
      ResourceDetection detection =
          new ResourceDetection(HostEnvironment.ofThisProcess(System.getProperties()), "1.0");
      System.out.println(detection.immediate().size() < detection.complete().size());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void detectionLoadsNeitherLoggingNorManagementNorTlsNorDns() throws Exception {
    Path loaded = directory.resolve("classes.log");
    Path output = directory.resolve("output.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                Detect.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(output).hasContent("true");
    assertThat(Files.readString(loaded))
        .contains(ResourceDetection.class.getName())
        .doesNotContain(
            "java.util.logging.LogManager",
            "java.lang.management.",
            "javax.management.",
            "com.sun.jmx.",
            "javax.net.ssl.SSLContext",
            "java.net.InetAddress",
            "io.opentelemetry.");
  }
}
