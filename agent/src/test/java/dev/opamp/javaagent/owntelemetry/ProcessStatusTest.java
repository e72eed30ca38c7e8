package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessStatusTest {

  @TempDir Path directory;

  private ProcessStatus status() {
    return new ProcessStatus(directory.toFile());
  }

  @Test
  void readsWhatLinuxWrites() throws IOException {
    Files.writeString(
        directory.resolve("stat"), "42 (a) name) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 9\n");
    Files.writeString(
        directory.resolve("status"),
        "Name:\tjava\nVmSize:\t 2000 kB\nVmRSS:\t 10 kB\nThreads:\t9\n");

    assertThat(status().cpuSeconds()).isEqualTo(2.0);
    assertThat(status().userSeconds()).isEqualTo(1.5);
    assertThat(status().systemSeconds()).isEqualTo(0.5);
    assertThat(status().virtualBytes()).isEqualTo(2_048_000);
    assertThat(status().residentBytes()).isEqualTo(10_240);
    assertThat(status().threads()).isEqualTo(9);
  }

  @Test
  void whatIsNotThereIsNull() throws IOException {
    assertThat(status().cpuSeconds()).isNull();
    Files.writeString(directory.resolve("stat"), "42 (java) S 1\n");
    Files.writeString(directory.resolve("status"), "Threads:\tmany\n");
    assertThat(status().cpuSeconds()).isNull();
    assertThat(status().threads()).isNull();
    assertThat(status().residentBytes()).isNull();
    assertThat(status().openFileDescriptors()).isNull();
  }
}
