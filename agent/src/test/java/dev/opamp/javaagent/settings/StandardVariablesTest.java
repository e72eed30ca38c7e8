package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StandardVariablesTest {

  private final Properties properties = new Properties();
  private final StandardVariables variables =
      new StandardVariables(
          Map.of("OTEL_SERVICE_NAME", "env", "OTEL_EXPORTER_OTLP_HEADERS", "  "), properties);

  @Test
  void propertyWinsOverTheEnvironment() {
    assertThat(variables.get("otel.service.name")).isEqualTo("env");
    properties.put("otel.service.name", " prop ");
    assertThat(variables.get("otel.service.name")).isEqualTo("prop");
  }

  @Test
  void emptyMeansNotSet() {
    properties.put("otel.service.name", "");
    assertThat(variables.get("otel.service.name")).isEqualTo("env");
    assertThat(variables.get("otel.exporter.otlp.headers")).isNull();
    assertThat(variables.get("otel.unknown")).isNull();
  }

  @Test
  void variableNameFollowsFromTheProperty() {
    assertThat(StandardVariables.variableOf("otel.a-b.c")).isEqualTo("OTEL_A_B_C");
  }
}
