package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuQuotaTest {

  @TempDir Path cgroups;

  private double limit() {
    return new CpuQuota(cgroups.toFile()).limit(4);
  }

  private void write(String file, String text) throws IOException {
    Path path = cgroups.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "50000 100000, 0.5",
    "250000 100000, 2.5",
    "900000 100000, 4",
    "max 100000, 4",
    "0 0, 4",
    "50000 0, 4",
    "50000, 4",
    "'', 4"
  })
  void unifiedHierarchy(String file, double processors) throws IOException {
    write("cpu.max", file);

    assertThat(limit()).isEqualTo(processors);
  }

  @ParameterizedTest
  @CsvSource({"50000, 0.5", "-1, 4", "x, 4"})
  void olderHierarchy(String quota, double processors) throws IOException {
    write("cpu/cpu.cfs_quota_us", quota);
    write("cpu/cpu.cfs_period_us", "100000");

    assertThat(limit()).isEqualTo(processors);
  }

  @Test
  void withoutCgroupsAllProcessorsCount() {
    assertThat(limit()).isEqualTo(4);
  }
}
