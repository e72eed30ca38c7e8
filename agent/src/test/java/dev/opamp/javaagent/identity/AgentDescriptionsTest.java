package dev.opamp.javaagent.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.opamp.AgentDescriptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentDescriptionsTest {

  @TempDir Path root;

  @Test
  @Tag("IDN-01")
  @Tag("IDN-02")
  @Tag("IDN-04")
  @Tag("DESC-01")
  @Tag("DESC-06")
  void exactlyThreeKeysIdentifyAndTheRestOfTheResourceDoesNot() {
    FakeHost host = new FakeHost(root);
    host.variables.put("OTEL_SERVICE_NAME", "s");
    host.variables.put(
        "OTEL_RESOURCE_ATTRIBUTES",
        "service.namespace=n,service.version=1,deployment.environment.name=test");
    Map<String, Object> resource = host.detection().complete();

    AgentDescriptionSnapshot description = AgentDescriptions.of(resource);

    assertThat(description.identifying())
        .containsOnlyKeys("service.name", "service.instance.id", "service.namespace")
        .containsEntry("service.namespace", "n");
    Map<String, Object> rest = new HashMap<>(resource);
    rest.keySet().removeAll(description.identifying().keySet());
    assertThat(description.nonIdentifying())
        .isEqualTo(rest)
        .containsKeys("service.version", "deployment.environment.name", "telemetry.sdk.name")
        .doesNotContainKey("service.namespace.name");
  }

  @Test
  @Tag("IDN-08")
  void anEmptyNamespaceIsNotReported() {
    AgentDescriptionSnapshot description =
        AgentDescriptions.of(Map.of("service.name", "s", "service.namespace", ""));
    assertThat(description.identifying()).containsOnlyKeys("service.name");
    assertThat(description.nonIdentifying()).isEmpty();
  }

  @Test
  @Tag("IDN-18")
  void typesAreKeptAndNullIsLeftOut() {
    Map<String, Object> resource = new HashMap<>();
    resource.put("long", 1L);
    resource.put("double", 1.5);
    resource.put("boolean", true);
    resource.put("list", List.of("a", "b"));
    resource.put("nothing", null);
    assertThat(AgentDescriptions.of(resource).nonIdentifying())
        .isEqualTo(Map.of("long", 1L, "double", 1.5, "boolean", true, "list", List.of("a", "b")));
  }

  @Test
  @Tag("DESC-08")
  void theCommandLineIsLeftOutEvenWhenTheResourceHasIt() {
    assertThat(
            AgentDescriptions.of(
                    Map.of(
                        "process.command_args",
                        List.of("-Dpassword=xyz"),
                        "process.command_line",
                        "java -Dpassword=xyz"))
                .toString())
        .doesNotContain("xyz");
  }
}
