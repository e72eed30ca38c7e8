package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.identity.HostEnvironment;
import dev.opamp.javaagent.identity.InstanceUid;
import dev.opamp.javaagent.identity.ResourceDetection;
import dev.opamp.javaagent.opamp.AgentDescriptionSnapshot;
import dev.opamp.javaagent.settings.InstanceUidSetting;
import dev.opamp.javaagent.state.StateStore;
import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One identity for the server, the agent's own telemetry and the application's telemetry. */
class IdentityTest {

  private static final String INSTANCE_ID = "service.instance.id";

  @TempDir Path root;
  private final Map<String, String> variables = new HashMap<>();
  private final RecordingDescriptions reporter = new RecordingDescriptions();
  private final List<Map<String, Object>> ownTelemetry = new ArrayList<>();

  private Identity identity() {
    return new Identity(
        new ResourceDetection(
            new HostEnvironment(variables, Map.of("os.name", "Linux"), root), "1"),
        reporter,
        ownTelemetry::add);
  }

  private Map<String, Object> sdkResource(Identity identity) {
    OwnSdkTarget sdk = new OwnSdkTarget("own", identity.detected());
    try {
      identity.follow(sdk.resourceAttributes());
      return sdk.resourceAttributes();
    } finally {
      sdk.close(1_000);
    }
  }

  @Test
  @Tag("IDN-06")
  void oneRandomInstanceIdIsInDescriptionOwnTelemetryAndSdkAndNoOtherProcessHasIt() {
    Identity identity = identity();
    Object atFirst = identity.description().identifying().get(INSTANCE_ID);
    assertThat(UUID.fromString((String) atFirst).version()).isEqualTo(4);

    identity.complete();
    Object inSdk = sdkResource(identity).get(INSTANCE_ID);

    assertThat(inSdk).isEqualTo(atFirst);
    assertThat(reporter.descriptions)
        .hasSize(2)
        .allMatch(each -> atFirst.equals(each.identifying().get(INSTANCE_ID)));
    assertThat(ownTelemetry).hasSize(2).allMatch(each -> atFirst.equals(each.get(INSTANCE_ID)));
    assertThat(identity().description().identifying().get(INSTANCE_ID)).isNotEqualTo(atFirst);
  }

  @Test
  @Tag("IDN-06")
  void theInstanceIdOfTheUserWins() {
    variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=mine");
    Identity identity = identity();
    assertThat(identity.description().identifying()).containsEntry(INSTANCE_ID, "mine");
    assertThat(sdkResource(identity)).containsEntry(INSTANCE_ID, "mine");
  }

  @Test
  @Tag("ID-14")
  @Tag("IDN-06")
  @Tag("IDN-09")
  void anotherInstanceUidLeavesTheInstanceIdAlone() {
    Identity identity = identity();
    InstanceUids uids = new InstanceUids(InstanceUidSetting.GENERATED, StateStore.open(null));
    Object before = identity.description().identifying().get(INSTANCE_ID);
    assertThat(before).isNotEqualTo(uids.current().toString());

    InstanceUid assigned = InstanceUid.random();
    uids.onInstanceUid(assigned);
    identity.complete();

    assertThat(uids.current()).isEqualTo(assigned);
    assertThat(sdkResource(identity)).containsEntry(INSTANCE_ID, before);
    assertThat(reporter.descriptions)
        .allMatch(each -> before.equals(each.identifying().get(INSTANCE_ID)));
  }

  @Test
  @Tag("DESC-07")
  void whatIsFoundLateIsOneUpdateOfADescriptionThatWasThereAtOnce() throws Exception {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/machine-id"), "abc123\n");

    Identity identity = identity();
    Map<String, Object> identifying = identity.description().identifying();
    assertThat(identifying).containsKey("service.name");
    assertThat(identity.description().nonIdentifying()).doesNotContainKey("host.id");
    assertThat(reporter.descriptions).isEmpty();

    identity.complete();
    assertThat(reporter.descriptions).hasSize(1);
    AgentDescriptionSnapshot update = reporter.descriptions.get(0);
    assertThat(update.nonIdentifying()).containsEntry("host.id", "abc123");
    assertThat(update.identifying()).isEqualTo(identifying);
  }

  @Test
  @Tag("IDN-14")
  void whatTheUserAddsDoesNotIdentifyAndShadowsNoServiceName() {
    variables.put("OTEL_SERVICE_NAME", "shop");
    variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=shadow,team=x,service.version=1");
    AgentDescriptionSnapshot description = identity().description();
    assertThat(description.identifying())
        .containsOnlyKeys("service.name", INSTANCE_ID)
        .containsEntry("service.name", "shop");
    assertThat(description.nonIdentifying())
        .containsEntry("team", "x")
        .containsEntry("service.version", "1")
        .doesNotContainKey("service.name");
  }
}
