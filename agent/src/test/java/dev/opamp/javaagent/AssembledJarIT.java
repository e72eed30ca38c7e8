package dev.opamp.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing that is called was taken away when the jar was put together. */
class AssembledJarIT {

  private static final String CONFIG = "dev/opamp/javaagent/shaded/prometheus/metrics/config/";

  /** Left out on purpose by the filters in shaded-deps. */
  private static final Set<String> LEFT_OUT =
      Set.of(CONFIG + "PropertySource", CONFIG + "PrometheusPropertiesException", CONFIG + "Util");

  private static JarLinks links;

  @BeforeAll
  static void read() throws IOException {
    links = new JarLinks(Path.of(System.getProperty("agent.jar")));
  }

  @Test
  void everythingThatIsReferredToIsThere() {
    assertThat(links.classNames())
        .contains(
            "dev/opamp/javaagent/bootstrap/OpampAgent",
            "dev/opamp/javaagent/opamp/OpampSession",
            "io/opentelemetry/sdk/OpenTelemetrySdk");

    Map<String, Set<String>> missing = links.missing();
    missing.keySet().removeAll(LEFT_OUT);

    assertThat(missing).isEmpty();
  }

  @Test
  void everyProviderOfAServiceIsThere() {
    assertThat(links.missingProviders()).isEmpty();
  }
}
