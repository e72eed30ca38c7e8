package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachRulesTest {

  @TempDir private Path dir;

  private final AttachRules rules = new AttachRules(() -> false);

  private static ApplicationLoader application(Class<?>... more) {
    return new ApplicationLoader((l, name, type, bytes) -> null, more);
  }

  @Test
  void apiOfTheSdksVersionIsAccepted() {
    assertThat(rules.refusal(application())).isNull();
  }

  @Test
  void applicationWithItsOwnSdkGetsNone() {
    assertThat(rules.otherProvider(application())).isNull();
    assertThat(rules.otherProvider(application(OpenTelemetrySdk.class)))
        .isEqualTo("the application");
  }

  @Test
  void upstreamAgentIsLeftInCharge() {
    assertThat(new AttachRules(() -> true).otherProvider(application()))
        .isEqualTo("the OpenTelemetry javaagent");
  }

  @ParameterizedTest
  @CsvSource({
    "1.20.0,",
    "1.64.9,",
    "1.65.0,",
    "1.100.0-SNAPSHOT,",
    "1.19.3,io.opentelemetry.api 1.19.3 is older than 1.20",
    "1.9.0,io.opentelemetry.api 1.9.0 is older than 1.20",
    "0.17.1,io.opentelemetry.api 0.17.1 is not of the major version 1",
    "2.65.0,io.opentelemetry.api 2.65.0 is not of the major version 1",
    "snapshot,the version of io.opentelemetry.api is unknown",
  })
  void onlyAnotherMajorVersionOrOneBefore120IsRefused(String version, String refusal)
      throws Exception {
    Path directory = Files.createDirectories(dir.resolve("io/opentelemetry/api"));
    Files.writeString(directory.resolve("version.properties"), "sdk.version=" + version);
    URL[] jars = {
      dir.toUri().toURL(), Context.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
      assertThat(rules.refusal(loader)).isEqualTo(refusal);
    }
  }

  @Test
  void loaderWithoutTheContextArtifactIsRefused() throws Exception {
    URL[] incomplete = {OpenTelemetry.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader loader =
        new URLClassLoader(incomplete, ClassLoader.getPlatformClassLoader())) {
      assertThat(rules.refusal(loader))
          .isEqualTo("the version of io.opentelemetry.context is unknown");
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "one", "1", "${version}", "99999999999.1"})
  void textThatIsNoVersionIsUnknown(String text) {
    assertThat(ApiVersion.parse(text)).isNull();
  }

  @Test
  void jvmOfThisTestHasNoUpstreamAgent() {
    assertThat(UpstreamAgent.isPresent()).isFalse();
  }
}
