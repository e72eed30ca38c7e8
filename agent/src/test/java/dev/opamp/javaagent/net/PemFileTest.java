package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PemFileTest {

  private static final String BLOCK = "-----BEGIN KEY-----\nAAEC\n-----END KEY-----\n";

  @Test
  void readsBlocksBetweenOtherText() throws Exception {
    PemFile file = PemFile.read(PemSource.text("the.setting", "text\n" + BLOCK + "more" + BLOCK));
    assertThat(file.blocks())
        .hasSize(2)
        .allSatisfy(block -> assertThat(block.type()).isEqualTo("KEY"))
        .allSatisfy(block -> assertThat(block.der()).containsExactly(0, 1, 2));
  }

  @Test
  @Timeout(20)
  void manyBeginningsWithoutAnEndCostLittle() throws Exception {
    String text = "-----BEGIN A-----\n".repeat(200_000) + BLOCK;
    assertThat(PemFile.read(PemSource.text("the.setting", text)).blocks()).hasSize(1);
  }
}
