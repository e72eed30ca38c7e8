package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.health.HealthTree;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RemoteConfigHealthTest {

  private final HealthTree tree = new HealthTree(() -> 1, health -> {});
  private final List<Long> passedOn = new ArrayList<>();
  private final RemoteConfigHealth listener =
      new RemoteConfigHealth(tree, (status, steps, nanos) -> passedOn.add(nanos));

  private static RemoteConfigStatusSnapshot status(RemoteConfigState state, String error) {
    return new RemoteConfigStatusSnapshot(new byte[] {1}, state, error);
  }

  private String shown() {
    return tree.snapshot().components().get("remote_config").status();
  }

  @Test
  @Tag("HLTH-11")
  void offersAndWhatWasStoredAreShownAndLeaveTheAgentHealthy() {
    tree.agent().running();

    listener.onStanding(status(RemoteConfigState.FAILED, "stored: no such sampler"));
    assertThat(shown()).isEqualTo("degraded");
    assertThat(tree.snapshot().healthy()).isTrue();
    assertThat(passedOn).isEmpty();

    listener.onOutcome(status(RemoteConfigState.APPLIED, ""), List.of(), 7);
    assertThat(shown()).isEqualTo("running");
    listener.onOutcome(status(RemoteConfigState.FAILED, "no"), List.of(), 8);
    assertThat(shown()).isEqualTo("degraded");
    assertThat(passedOn).containsExactly(7L, 8L);
  }
}
