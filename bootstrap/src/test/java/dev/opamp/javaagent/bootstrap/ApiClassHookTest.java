package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiClassHookTest {

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry";

  private final ApiClassHook hook = new ApiClassHook();
  private final List<String> patched = new ArrayList<>();

  @Test
  void letsThroughTheNamedClassOnlyAndOnlyOncePatcherIsThere() {
    assertThat(transform(GLOBAL)).isNull();
    hook.install(
        (loader, name, bytes) -> {
          patched.add(name);
          return new byte[] {1};
        });
    assertThat(transform(GLOBAL)).containsExactly(1);
    assertThat(transform(GLOBAL + "X")).isNull();
    assertThat(transform(null)).isNull();
    assertThat(patched).containsExactly(GLOBAL);
  }

  @Test
  void patcherThatThrowsLeavesTheClassAsItIs() {
    hook.install(
        (loader, name, bytes) -> {
          throw new OutOfMemoryError("thrown on purpose");
        });
    assertThat(transform(GLOBAL)).isNull();
  }

  private byte[] transform(String name) {
    return hook.transform(getClass().getClassLoader(), name, null, null, new byte[0]);
  }
}
