package dev.opamp.javaagent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSettingTest {

  @ParameterizedTest
  @CsvSource({
    "ws://h,ws://h/v1/opamp",
    "http://h:4320,http://h:4320/v1/opamp",
    "https://h?z=1,https://h/v1/opamp?z=1",
    "wss://h/,wss://h/",
    "ws://h/x/y?z=1,ws://h/x/y?z=1",
    "ws://h/a%20b/c%2Fd?q=%26,ws://h/a%20b/c%2Fd?q=%26",
    "WSS://Host.Example/x,wss://Host.Example/x",
    "ws://[::1]:4320,ws://[::1]:4320/v1/opamp"
  })
  @Tag("TR-02")
  void pathIsDefaultedOrLeftUntouched(String text, String expected) throws Exception {
    assertThat(load(text).endpoint()).hasToString(expected);
  }

  @Test
  @Tag("TR-04")
  void portIsLeftToTheScheme() throws Exception {
    assertThat(load("http://localhost/v1/opamp").endpoint()).hasNoPort();
  }

  @ParameterizedTest
  @CsvSource({"ws://h,true", "wss://h,true", "http://h,false", "https://h,false", "WS://h,true"})
  void schemeSelectsTheTransport(String text, boolean webSocket) throws Exception {
    assertThat(load(text).isWebSocket()).isEqualTo(webSocket);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo://bar",
        "ws://a_b/x",
        "localhost:4320",
        "localhost",
        "ws:opaque",
        "ws:///v1/opamp",
        "ws://h:0/",
        "ws://h:99999/",
        "ws://h:port/",
        "ws://h h/",
        "http://[::1/",
        "ws://h/#fragment",
        "://"
      })
  @Tag("TR-08")
  void badEndpointIsOneClearErrorThatDoesNotRepeatIt(String text) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("otel.opamp.endpoint (system property): ")
        .hasMessageNotContaining(text);
  }

  @Test
  @Tag("SEC-13")
  void userInfoBecomesBasicAuthorizationAndLeavesTheUri() throws Exception {
    ConnectionSettings connection = load("https://u:p%40%C3%A9@h:1/x");
    assertThat(connection.endpoint()).hasToString("https://h:1/x");
    // printf 'u:p@é' | base64
    assertThat(connection.headers()).containsExactly(Map.entry("Authorization", "Basic dTpwQMOp"));
    assertThat(load("https://only@h/x").headers()).containsEntry("Authorization", "Basic b25seTo=");
  }

  @Test
  @Tag("SEC-13")
  void errorsNeverShowTheUserInfo() {
    for (String text :
        new String[] {
          "foo://u:canary@h/", "ws://u:canary@a_b/", "ws://u:can ary@h/", "ws://%zz:canary@h"
        }) {
      assertThatThrownBy(() -> load(text))
          .isInstanceOf(SettingsException.class)
          .hasMessageNotContaining("canary")
          .hasMessageNotContaining("can ary");
    }
  }

  @Test
  void explicitAuthorizationHeaderWinsOverUserInfo() throws Exception {
    Properties properties = new Properties();
    properties.put("otel.opamp.headers", "authorization=Bearer%20t");
    properties.put("otel.opamp.endpoint", "https://u:p@h/x");
    AgentSettings settings = new SettingsLoader(Collections.emptyMap(), properties).load(null);
    assertThat(settings.connection().headers())
        .containsExactly(Map.entry("authorization", "Bearer t"));
    assertThat(settings.warnings())
        .containsExactly(
            "otel.opamp.headers (system property): has an Authorization header; the endpoint's"
                + " user-info is not used");
  }

  @ParameterizedTest
  @CsvSource({
    "ws://collector.example/x,1",
    "http://10.0.0.1/x,1",
    "wss://collector.example/x,0",
    "ws://localhost/x,0",
    "http://127.0.0.53:4320/x,0",
    "http://127.example/x,1",
    "ws://[::1]/x,0"
  })
  void plainConnectionBeyondThisHostIsWarnedAbout(String text, int warnings) throws Exception {
    Properties properties = new Properties();
    properties.put("otel.opamp.endpoint", text);
    assertThat(new SettingsLoader(Collections.emptyMap(), properties).load(null).warnings())
        .hasSize(warnings);
  }

  private static ConnectionSettings load(String endpoint) throws SettingsException {
    Properties properties = new Properties();
    properties.put("otel.opamp.endpoint", endpoint);
    return new SettingsLoader(Collections.emptyMap(), properties).load(null).connection();
  }
}
