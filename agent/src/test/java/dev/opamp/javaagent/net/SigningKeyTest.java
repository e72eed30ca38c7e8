package dev.opamp.javaagent.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

  @Test
  @Tag("CON-91")
  void openSslVerifiesTheRequest(@TempDir Path directory) throws Exception {
    Path openSsl = Path.of("/usr/bin/openssl");
    Assumptions.assumeTrue(Files.isExecutable(openSsl));
    Path request = directory.resolve("request.pem");
    Files.writeString(request, SigningKey.generate().certificateRequest("some-agent"));

    Process process =
        new ProcessBuilder(
                openSsl.toString(),
                "req",
                "-verify",
                "-noout",
                "-subject",
                "-in",
                request.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).containsIgnoringCase("verify ok").contains("some-agent");
  }

  @Test
  @Tag("CON-92")
  void theRequestHoldsNothingOfThePrivateKeyAndTheKeySurvivesAsText() throws Exception {
    SigningKey key = SigningKey.generate();
    SigningKey read = SigningKey.ofPem(key.toPem());

    assertThat(read.privatePem()).isEqualTo(key.privatePem());
    String der = Base64.getEncoder().encodeToString(body(key.privatePem()));
    assertThat(key.certificateRequest("a")).doesNotContain(der.substring(60, 90));
  }

  private static byte[] body(String pem) {
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
  }
}
