package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthAttributesTest {

  private static ComponentHealthSnapshot health(long exported) {
    return new ComponentHealthSnapshot(
        true, 1, "running", "", 2, Map.of(), Map.of("exported", exported, "exporter", "otlp_http"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("HLTH-06")
  @Tag("HLTH-08")
  void attributesAloneCauseNoReportAndAreFreshInTheNext(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex);
    fixture.report = fixture.report.withHealth(health(1));
    fixture.ready();

    fixture.client.reportHealth(health(2));
    assertThat(fixture.advance(Duration.ofSeconds(10)).take()).noneMatch(AgentToServer::hasHealth);

    fixture.push(Servers.flags(1));
    AgentToServer full = fixture.settle().takeOne();
    assertThat(full.getHealth().getAttributesList())
        .anySatisfy(
            attribute -> {
              assertThat(attribute.getKey()).isEqualTo("exported");
              assertThat(attribute.getValue().getIntValue()).isEqualTo(2);
            })
        .anySatisfy(
            attribute -> {
              assertThat(attribute.getKey()).isEqualTo("exporter");
              assertThat(attribute.getValue().getStringValue()).isEqualTo("otlp_http");
            });
  }
}
