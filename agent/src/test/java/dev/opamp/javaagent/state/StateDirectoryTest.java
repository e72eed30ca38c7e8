package dev.opamp.javaagent.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDirectoryTest {

  private final Properties properties = new Properties();

  @Test
  void isBelowXdgStateHomeElseBelowTheHomeDirectory() {
    properties.put("user.home", "/home/u");
    assertThat(StateDirectory.byDefault("shop", Map.of("XDG_STATE_HOME", "/xdg"), properties))
        .isEqualTo(Path.of("/xdg/opamp-javaagent/shop"));
    assertThat(StateDirectory.byDefault("shop", Map.of("XDG_STATE_HOME", "relative"), properties))
        .isEqualTo(Path.of("/home/u/.local/state/opamp-javaagent/shop"));
    assertThat(StateDirectory.byDefault("shop", Map.of(), properties))
        .isEqualTo(Path.of("/home/u/.local/state/opamp-javaagent/shop"));
  }

  @Test
  void processWithoutAHomeHasNoDefault() {
    assertThat(StateDirectory.byDefault("shop", Map.of(), properties)).isNull();
    properties.put("user.home", "?");
    assertThat(StateDirectory.byDefault("shop", Map.of(), properties)).isNull();
    properties.put("user.home", "/a\0b");
    assertThat(StateDirectory.byDefault("shop", Map.of(), properties)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a/b c:d,a_b_c_d",
    "..,_",
    "../../etc,__.._etc",
    "'',_",
    ".hidden,_hidden",
    "shop-1.2_x,shop-1.2_x"
  })
  void serviceNameCannotLeaveTheDirectory(String serviceName, String fileName) {
    properties.put("user.home", "/h");
    assertThat(StateDirectory.byDefault(serviceName, Map.of(), properties))
        .hasFileName(fileName)
        .hasParentRaw(Path.of("/h/.local/state/opamp-javaagent"));
  }

  @Test
  void longServiceNameIsCut() {
    properties.put("user.home", "/h");
    assertThat(StateDirectory.byDefault("x".repeat(5000), Map.of(), properties))
        .hasFileName("x".repeat(64));
  }
}
