package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.opamp.javaagent.CpuTime;
import dev.opamp.javaagent.Fuzzed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Any text is a private key or an error that names its source and repeats nothing of it. An input
 * is taken as the text, and as the DER in a block of each kind.
 */
@Fuzzed
class PrivateKeysFuzzTest {

  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String[] KINDS = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"};

  @FuzzTest
  @DictionaryEntries({"-----BEGIN ", "-----END ", "-----", "EC PARAMETERS", "PRIVATE KEY"})
  void read(byte[] input) {
    long began = CpuTime.nanos();
    check(new String(input, StandardCharsets.ISO_8859_1));
    String der = Base64.getEncoder().encodeToString(input);
    for (String kind : KINDS) {
      check("-----BEGIN " + kind + "-----\n" + der + "\n-----END " + kind + "-----\n");
    }
    assertThat(Duration.ofNanos(CpuTime.nanos() - began)).isLessThan(LONGEST);
  }

  private static void check(String text) {
    try {
      assertThat(PrivateKeys.read(PemFile.read(PemSource.text("the.setting", text)), null))
          .isNotNull();
    } catch (TlsException e) {
      assertThat(e.getMessage()).startsWith("the.setting: ").hasSizeLessThan(200);
    }
  }
}
