package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachRulesTest {

  private static final ApiVersion BUNDLED = ApiVersion.of(loader(), "io/opentelemetry/sdk");

  private final AttachRules rules = new AttachRules(BUNDLED, () -> false);

  private static ClassLoader loader() {
    return AttachRulesTest.class.getClassLoader();
  }

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
    assertThat(new AttachRules(BUNDLED, () -> true).otherProvider(application()))
        .isEqualTo("the OpenTelemetry javaagent");
  }

  @Test
  void apiOlderThanTheSdkIsRefusedWithBothVersions() {
    AttachRules newer = new AttachRules(ApiVersion.parse("1.900.0"), () -> false);

    assertThat(newer.refusal(application()))
        .startsWith("io.opentelemetry.api 1.")
        .endsWith("does not carry the agent's SDK 1.900.0");
  }

  @Test
  void loaderWithoutTheCommonArtifactIsRefused() throws Exception {
    URL[] incomplete = {
      OpenTelemetry.class.getProtectionDomain().getCodeSource().getLocation(),
      Context.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader =
        new URLClassLoader(incomplete, ClassLoader.getPlatformClassLoader())) {
      assertThat(rules.refusal(loader))
          .isEqualTo("the version of io.opentelemetry.common is unknown");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.65.0,1.65.0,true",
    "1.65.0,1.65.3,true",
    "1.66.0,1.65.0,true",
    "1.100.0-SNAPSHOT,1.65.0,true",
    "1.64.9,1.65.0,false",
    "1.9.0,1.65.0,false",
    "2.65.0,1.65.0,false",
  })
  void sdkMayNotBeNewerThanTheApi(String api, String sdk, boolean carried) {
    assertThat(ApiVersion.parse(api).carries(ApiVersion.parse(sdk))).isEqualTo(carried);
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
