package dev.opamp.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing that is called was taken away when the jar was put together. */
class AssembledJarIT {

  /** Called by nothing: data binding for {@code InstrumentationConfigUtil.getInstrumentation…}. */
  private static final String LEFT_OUT = "dev/opamp/javaagent/shaded/jackson/databind/ObjectMapper";

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
    assertThat(links.missing().keySet()).allMatch(missing -> missing.startsWith(LEFT_OUT));
  }

  @Test
  void everyClassIsVerified() {
    assertThat(links.notVerified()).isEmpty();
  }

  @Test
  void everyProviderOfAServiceIsThere() {
    assertThat(links.missingProviders()).isEmpty();
  }
}
