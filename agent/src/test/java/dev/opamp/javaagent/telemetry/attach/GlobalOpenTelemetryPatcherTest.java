package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.bootstrap.ApiHookSeam;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real class of the API, patched and run in loaders of its own under the JVM's verifier. */
class GlobalOpenTelemetryPatcherTest implements GlobalOpenTelemetryPatcher.Listener {

  private final List<ClassLoader> patched = new ArrayList<>();
  private final List<ClassLoader> unknown = new ArrayList<>();
  private final List<Object> asked = new ArrayList<>();

  private ApplicationLoader loader;
  private ApplicationLoader.Application application;

  @Override
  public void patched(ClassLoader apiLoader) {
    patched.add(apiLoader);
  }

  @Override
  public void unknownShape(ClassLoader apiLoader) {
    unknown.add(apiLoader);
  }

  @BeforeEach
  void start() throws Exception {
    loader = new ApplicationLoader(new GlobalOpenTelemetryPatcher(this));
    application = loader.application();
  }

  @AfterEach
  void disconnect() {
    ApiHookSeam.hook = null;
  }

  private void connect(BiFunction<Object, Object, Object> hook) {
    ApiHookSeam.connect(
        (type, subject) -> {
          asked.add(subject);
          return hook.apply(type, subject);
        });
  }

  private void assertOriginalBehaviour() {
    assertThat(application.command("isSet")).isEqualTo(false);
    assertThat(application.command("getOrNoop")).isSameAs(application.command("noop"));
    Object own = application.command("set own");
    assertThat(own).isNotNull();
    assertThat(application.command("isSet")).isEqualTo(true);
    assertThat(application.command("get")).isSameAs(application.command("getOrNoop"));
    assertThatThrownBy(() -> application.command("set own"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has already been called");
  }

  @Test
  void unconnectedSeamLeavesTheOriginalBehaviour() {
    assertOriginalBehaviour();
    assertThat(patched).containsExactly(loader);
  }

  @Test
  void throwingHookLeavesTheOriginalBehaviour() {
    connect(
        (type, subject) -> {
          throw new NoClassDefFoundError("broken agent");
        });

    assertOriginalBehaviour();
    assertThat(asked).isNotEmpty();
  }

  @Test
  void hookWithoutAnAnswerLeavesTheOriginalBehaviour() {
    connect((type, subject) -> null);

    assertOriginalBehaviour();
    assertThat(asked).contains("isSet", "getOrNoop");
  }

  @Test
  void answerOfAWrongTypeLeavesTheOriginalBehaviour() {
    connect((type, subject) -> new StringBuilder("not an OpenTelemetry"));

    assertOriginalBehaviour();
  }

  @Test
  void answerOfTheHookIsTheResultOfTheMethod() {
    Object noop = application.command("noop");
    connect((type, subject) -> subject.equals("isSet") ? Boolean.TRUE : noop);

    assertThat(application.command("get")).isSameAs(noop);
    assertThat(application.command("getOrNoop")).isSameAs(noop);
    assertThat(application.command("isSet")).isEqualTo(true);
    assertThat(asked).containsExactly("get", "getOrNoop", "isSet");
  }

  @Test
  void setHandsItsArgumentToTheHookAndReadingsAfterItDoNotAsk() {
    connect((type, subject) -> null);
    Object own = application.command("set own");
    assertThat(asked).containsExactly(own);

    application.command("get");
    application.command("isSet");
    application.command("getOrNoop");
    assertThat(asked).hasSize(1);
  }

  @Test
  void classOfAnotherShapeIsLeftAlone() {
    byte[] other = ApplicationLoader.bytesOf("io.opentelemetry.api.OpenTelemetry");

    assertThat(
            new GlobalOpenTelemetryPatcher(this)
                .patch(loader, "io/opentelemetry/api/GlobalOpenTelemetry", null, other))
        .isNull();
    assertThat(unknown).containsExactly(loader);
  }

  @Test
  void classOfTheBootLoaderIsLeftAlone() {
    byte[] original = ApplicationLoader.bytesOf(ApplicationLoader.GLOBAL);

    assertThat(new GlobalOpenTelemetryPatcher(this).patch(null, "unused", null, original)).isNull();
  }
}
