package dev.opamp.javaagent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, because the output is one per JVM. */
class LogOutputTest {

  @TempDir Path dir;

  @Test
  void recordsAreAppendedToTheFileAndLeaveBothStandardStreamsAlone() throws Exception {
    Path file = Files.writeString(dir.resolve("agent.log"), "before\n");
    Run run = runLogging(file);
    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("WARN LogOutputTest: ünïcode");
    assertThat(run.err).isEmpty();
    assertThat(run.out).isEmpty();
  }

  @Test
  void fileThatCannotBeOpenedIsOneWarningAndStderr() throws Exception {
    Run run = runLogging(dir.resolve("missing/agent.log"));
    assertThat(run.err.lines().toList())
        .hasSize(2)
        .first()
        .asString()
        .contains("missing/agent.log cannot be opened");
    assertThat(run.err).contains("WARN LogOutputTest: ");
    assertThat(run.out).isEmpty();
  }

  @Test
  void consoleExporterPrintsAllOnStderrWhereverTheLogGoes() throws Exception {
    Path file = dir.resolve("agent.log");
    Run run = runLogging(file, "20");
    assertThat(run.err.lines()).hasSize(20).containsOnly("'span' {0}");
    assertThat(run.out).isEmpty();
    assertThat(Files.readString(file)).doesNotContain("span");
  }

  private Run runLogging(Path file) throws IOException, InterruptedException {
    return runLogging(file, "0");
  }

  private record Run(String out, String err) {}

  private Run runLogging(Path file, String consoleLines) throws IOException, InterruptedException {
    Path out = dir.resolve("out");
    Path err = dir.resolve("err");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Program.class.getName(),
                file.toString(),
                consoleLines)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return new Run(Files.readString(out), Files.readString(err));
  }

  /** Logs one warning to the file given, and prints as many console lines as told. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      LogOutput.toFile(Path.of(args[0]));
      AgentLogger.get(LogOutputTest.class).warn("ünïcode");
      PatchLogger console = PatchLogger.getLogger("io.opentelemetry.exporter.logging.X");
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        console.log(Level.INFO, "'span' {0}");
      }
    }
  }
}
