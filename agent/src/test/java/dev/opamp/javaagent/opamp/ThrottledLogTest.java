package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ThrottledLogTest {

  @Test
  @Tag("ERR-03")
  void textFromOutsideIsCutAndOneLine() {
    String text = ThrottledLog.printable("one\ntwo\u001b[31m" + "x".repeat(5000));

    assertThat(text).startsWith("one two [31m").hasSize(201);
  }
}
