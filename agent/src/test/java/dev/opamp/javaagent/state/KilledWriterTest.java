package dev.opamp.javaagent.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes state. */
@Timeout(60)
class KilledWriterTest {

  @TempDir Path dir;

  @Test
  @Tag("LIFE-17")
  @Tag("SEC-10")
  void killedWriterLeavesAWholeValueAndAFreeSlot() throws Exception {
    for (int round = 0; round < 5; round++) {
      Process writer = startWriter();
      BufferedReader out = writer.inputReader(StandardCharsets.UTF_8);
      assertThat(out.readLine()).isEqualTo("slot-0");
      try (StateStore store = StateStore.open(dir)) {
        assertThat(store.slotDirectory()).isEqualTo(dir.resolve("slot-1"));
      }
      int writes = 5 + round * 7;
      for (int i = 0; i < writes; i++) {
        assertThat(out.readLine()).isEqualTo("written");
      }
      writer.destroyForcibly();
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();

      try (StateStore store = StateStore.open(dir)) {
        assertThat(store.slotDirectory()).isEqualTo(dir.resolve("slot-0"));
        byte[] value = store.get("config");
        assertThat(value).hasSizeGreaterThan(0);
        assertThat(value).containsOnly(value[0]);
      }
    }
  }

  private Process startWriter() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            Writer.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Replaces one value for ever, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      StateStore store = StateStore.open(Path.of(args[0]));
      System.out.println(store.slotDirectory().getFileName());
      Random random = new Random();
      while (true) {
        byte[] value = new byte[1 + random.nextInt(500_000)];
        Arrays.fill(value, (byte) random.nextInt());
        store.put("config", value);
        System.out.println("written");
      }
    }
  }
}
