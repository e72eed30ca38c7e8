package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.config.AskedDocuments;
import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.SdkDocument;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UncontrolledSdkTest {

  private static final String REASON = "the OpenTelemetry SDK of shop cannot be controlled";

  private final Object found = new Object();
  private final UncontrolledSdk sdk =
      new UncontrolledSdk(found, "shop", Map.of("sdk.found", "built"), REASON);

  @Test
  void refusesWhatAnOfferAsksForAtItsKeys() {
    SdkDocument offer =
        AskedDocuments.of(
            """
            file_format: "1.0"
            log_level: debug
            tracer_provider: {sampler: {always_off: }}
            meter_provider: {readers: []}
            """);
    assertThatThrownBy(() -> sdk.prepare(offer))
        .isInstanceOfSatisfying(
            ConfigRejectedException.class,
            e ->
                assertThat(e.problems())
                    .extracting(ConfigProblem::path)
                    .containsExactlyInAnyOrder("tracer_provider", "meter_provider"))
        .hasMessageContaining(REASON);
  }

  @Test
  void takesWhatIsNotForAnSdkAndTheStartUpDocument() throws Exception {
    assertThat(sdk.prepare(AskedDocuments.of("file_format: \"1.0\"\nlog_level: debug\n")).steps())
        .isEmpty();
    assertThat(sdk.prepare(SdkDocument.of(Map.of("tracer_provider", Map.of()))).steps()).isEmpty();
    assertThat(sdk.isGone()).isFalse();
    assertThat(sdk.problem()).isEqualTo(REASON);
    assertThat(found).isNotNull();
  }
}
