package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTextTest {

  @TempDir Path directory;

  private String read(String name) {
    return KernelText.read(directory.resolve(name).toFile());
  }

  @Test
  void readsAllOfALongText() throws IOException {
    String text = "line with text\n".repeat(400);
    Files.writeString(directory.resolve("status"), text);
    assertThat(read("status")).isEqualTo(text);
  }

  @Test
  void whatCannotBeReadIsEmpty() throws IOException {
    Files.createDirectory(directory.resolve("fd"));
    assertThat(read("absent")).isEmpty();
    assertThat(read("fd")).isEmpty();
  }
}
