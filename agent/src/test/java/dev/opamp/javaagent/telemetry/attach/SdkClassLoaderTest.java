package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.config.SdkTarget;
import dev.opamp.javaagent.telemetry.testsdk.RecordingSdkTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdkClassLoaderTest {

  private final ClassLoader agent = SdkClassLoaderTest.class.getClassLoader();
  private final ApplicationLoader api = new ApplicationLoader((l, name, type, bytes) -> null);
  private final SdkClassLoader loader = new SdkClassLoader(api, agent, ApplicationLoader::bytesOf);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.opentelemetry.api.OpenTelemetry",
        "io.opentelemetry.api.trace.Span",
        "io.opentelemetry.context.Context",
        "io.opentelemetry.common.ComponentLoader",
      })
  void apiClassesAreThoseOfTheApplication(String name) throws Exception {
    assertThat(loader.loadClass(name)).isSameAs(api.loadClass(name));
    assertThat(loader.loadClass(name).getClassLoader()).isSameAs(api);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.opentelemetry.sdk.OpenTelemetrySdk",
        "io.opentelemetry.api.incubator.config.ConfigProvider",
        "io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter",
        "dev.opamp.javaagent.telemetry.metrics.SwitchableMeterProvider",
      })
  void sdkAndTheCodeAroundItAreItsOwn(String name) throws Exception {
    assertThat(loader.loadClass(name).getClassLoader()).isSameAs(loader);
    assertThat(loader.loadClass(name)).isSameAs(loader.loadClass(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.opamp.javaagent.config.SdkTarget",
        "dev.opamp.javaagent.log.AgentLogger",
        "dev.opamp.javaagent.telemetry.attach.SdkFactory",
        "java.lang.String",
      })
  void theRestIsSharedWithTheAgent(String name) throws Exception {
    assertThat(loader.loadClass(name)).isSameAs(agent.loadClass(name));
  }

  @Test
  void classThatTheAgentDoesNotHaveIsNotTakenFromElsewhere() {
    assertThatThrownBy(() -> loader.loadClass("io.opentelemetry.sdk.NoSuchClass"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /** With the extended API in sight, a tracer that is off throws ClassCastException. */
  @Test
  void apiIsNotTakenForTheExtendedOne() {
    assertThatThrownBy(
            () ->
                loader.loadClass(
                    "io.opentelemetry.api.incubator.trace.ExtendedDefaultTracerProvider"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void applicationSeesNothingOfIt() {
    assertThatThrownBy(() -> api.loadClass("io.opentelemetry.sdk.OpenTelemetrySdk"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> api.loadClass(RecordingSdkTarget.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void resourcesAreThoseOfTheAgent() throws Exception {
    String ownToTheAgent = "io/opentelemetry/sdk/version.properties";

    assertThat(api.getResource(ownToTheAgent)).isNull();
    assertThat(loader.getResource(ownToTheAgent)).isEqualTo(agent.getResource(ownToTheAgent));
    assertThat(loader.getResources(ownToTheAgent).hasMoreElements()).isTrue();
  }

  @Test
  void targetBuiltInItImplementsTheAgentsPortAndTheApplicationsApi() throws Exception {
    BuiltSdk sdk =
        new OwnSdkFactory(
                agent,
                ApplicationLoader::bytesOf,
                () -> java.util.Map.of("service.name", "shop"),
                RecordingSdkTarget.class.getName())
            .build(api, "application");

    SdkTarget target = sdk.target();
    assertThat(target.name()).isEqualTo("application");
    assertThat(target.resourceAttributes()).containsEntry("service.name", "shop");
    assertThat(target).isNotInstanceOf(RecordingSdkTarget.class);
    assertThat(api.loadClass("io.opentelemetry.api.OpenTelemetry"))
        .matches(type -> type.isInstance(sdk.openTelemetry()));
  }
}
