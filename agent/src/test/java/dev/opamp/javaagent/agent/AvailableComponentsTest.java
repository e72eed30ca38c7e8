package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.AvailableComponentsSnapshot;
import dev.opamp.javaagent.opamp.ComponentDetailsSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AvailableComponentsTest {

  private final List<AvailableComponentsSnapshot> reports = new ArrayList<>();
  private final AvailableComponents components =
      new AvailableComponents(
          reports::add,
          () -> Map.of("samplers", Map.of("components", Map.of("always_on", Map.of()))));
  private final FakeSdk one = new FakeSdk("one");
  private final FakeSdk other = new FakeSdk("other");

  private static Map<String, Object> scope(String name) {
    return Map.of(name, Map.of("metadata", Map.of("otel.scope.name", name)));
  }

  @Test
  @Tag("COMP-03")
  @Tag("COMP-06")
  void reportsWhatChangedAndNothingElse() {
    components.refresh(List.of());
    assertThat(reports).as("what can be used is known before there is an SDK").hasSize(1);

    components.refresh(List.of(one));
    components.refresh(List.of(one));
    assertThat(reports).hasSize(1);

    one.scopes = scope("b");
    other.scopes = scope("a");
    components.refresh(List.of(one, other));
    components.refresh(List.of(other, one));
    assertThat(reports).hasSize(2);
    assertThat(reports.get(1)).isNotEqualTo(reports.get(0));
    Map<String, ComponentDetailsSnapshot> kinds = reports.get(1).components();
    assertThat(kinds.get("samplers").components()).containsKey("always_on");
    ComponentDetailsSnapshot scopes = kinds.get("instrumentation_scopes");
    assertThat(scopes.components().keySet()).containsExactly("a", "b");
    assertThat(scopes.components().get("a").metadata()).containsEntry("otel.scope.name", "a");
  }

  @Test
  void soManyScopesAndNoMore() {
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i < 2 * AvailableComponents.MAX_SCOPES; i++) {
      many.putAll(scope("scope-" + (10_000 + i)));
    }
    one.scopes = many;

    components.refresh(List.of(one));

    ComponentDetailsSnapshot scopes = reports.get(0).components().get("instrumentation_scopes");
    assertThat(scopes.components()).hasSize(AvailableComponents.MAX_SCOPES);
    assertThat(scopes.components()).containsKey("scope-10000").doesNotContainKey("scope-10500");
    assertThat(scopes.metadata()).containsEntry("truncated", true);
  }
}
