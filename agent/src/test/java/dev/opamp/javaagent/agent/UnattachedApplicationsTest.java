package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.health.HealthTree;
import org.junit.jupiter.api.Test;

class UnattachedApplicationsTest {

  @Test
  void manyDeploymentsDoNotMakeTheReportGrowForEver() {
    HealthTree health = new HealthTree(() -> 1, snapshot -> {});
    UnattachedApplications applications = new UnattachedApplications(health);

    for (int i = 0; i < 1000; i++) {
      applications.show("application " + i, "it has its own SDK");
      applications.show("application 0", "it is too old");
    }

    assertThat(health.snapshot().components())
        .hasSize(UnattachedApplications.LIMIT)
        .containsKeys("application 0", "application 999");
    assertThat(health.snapshot().components().get("application 0").lastError())
        .isEqualTo("it is too old");
  }
}
