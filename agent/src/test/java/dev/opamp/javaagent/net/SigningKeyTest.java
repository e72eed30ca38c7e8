package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's keytool is the judge: it reads the request and checks its signature. */
class SigningKeyTest {

  @TempDir Path dir;

  @Test
  @Tag("CON-91")
  void isASignedRequestForItsCommonName() throws Exception {
    String request =
        SigningKey.generate().certificateRequest("019bbbbb-0000-7000-8000-000000000001");

    assertThat(request).startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
    assertThat(printed(request))
        .contains("CN=019bbbbb-0000-7000-8000-000000000001")
        .contains("256-bit EC");
  }

  @Test
  @Tag("CON-91")
  void aRequestThatWasChangedIsNotSignedAnyMore() throws Exception {
    String pem = SigningKey.generate().certificateRequest("somebody");
    String other = SigningKey.generate().certificateRequest("somebody");
    int middle = pem.length() / 2;

    assertThat(printed(other.substring(0, middle) + pem.substring(middle)))
        .doesNotContain("CN=somebody");
  }

  @Test
  @Tag("CON-102")
  void aKeyThatWasKeptAsksForAnotherName() throws Exception {
    SigningKey first = SigningKey.generate();

    SigningKey kept = SigningKey.ofPem(first.toPem());

    assertThat(kept.privatePem()).isEqualTo(first.privatePem());
    assertThat(printed(kept.certificateRequest("second"))).contains("CN=second");
  }

  private String printed(String pem) throws Exception {
    Path file = Files.writeString(dir.resolve("request.pem"), pem);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-printcertreq",
                "-file",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), "UTF-8");
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
