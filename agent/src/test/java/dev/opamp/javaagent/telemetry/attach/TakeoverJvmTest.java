package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The takeover in child JVMs, through the class-file hook and by retransformation. */
class TakeoverJvmTest {

  @TempDir private Path dir;

  @Test
  void applicationFasterThanTheAgentLosesNoSpan() throws Exception {
    assertThat(run("early")).containsSubsequence("recorded [first, second]", "retired 1");
  }

  @Test
  void applicationThatRanBeforeTheAgentIsTakenOver() throws Exception {
    assertThat(run("late")).containsSubsequence("recorded [second]", "retired 1");
  }

  private String run(String mode) throws Exception {
    Path output = dir.resolve("output");
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + agentJar() + "=" + mode,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TakeoverJvm.class.getName(),
                mode)
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
    return text;
  }

  private Path agentJar() throws Exception {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", TakeoverJvm.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    Path jar = dir.resolve("agent.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest)) {
      zip.finish();
    }
    return jar;
  }
}
