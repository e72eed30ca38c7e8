package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.net.ProxySettings;
import dev.opamp.javaagent.net.ServerAddress;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.OpampTransport;
import dev.opamp.javaagent.settings.ConnectionSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportFactoryTest {

  private static OpampTransport create(ConnectionSettings.Builder builder) {
    return TransportFactory.create(
        builder.build(), () -> Messages.UID, new RecordingTransportListener(), Deadlines.session());
  }

  private static ConnectionSettings.Builder at(String endpoint) {
    return ConnectionSettings.builder(URI.create(endpoint));
  }

  @ParameterizedTest
  @CsvSource({"ws,false", "wss,false", "http,true", "https,true"})
  @Tag("TR-01")
  void choosesByScheme(String scheme, boolean halfDuplex) {
    OpampTransport transport = create(at(scheme + "://localhost/v1/opamp"));
    assertThat(transport.isHalfDuplex()).isEqualTo(halfDuplex);
    transport.shutdown();
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/p,80,h",
    "https://h/p,443,h",
    "ws://h:443/p,443,h:443",
    "wss://h:80/,80,h:80"
  })
  @Tag("TR-04")
  void usesTheSchemesOwnPort(String endpoint, int port, String authority) {
    ServerAddress address = ServerAddress.of(URI.create(endpoint));
    assertThat(address.port()).isEqualTo(port);
    assertThat(address.authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo://bar/x", "ws://a_b/x"})
  @Tag("TR-08")
  void refusesEndpointsItCannotUse(String endpoint) {
    assertThatThrownBy(() -> create(at(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("otel.opamp.endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\r\nX-Evil: 1", "secret\n", "secret\0", "secret\u00e9"})
  @Tag("CON-20")
  void refusesHeaderValuesWithoutRepeatingThem(String value) {
    assertThatThrownBy(() -> create(at("ws://h/x").header("X-Token", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Token")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Y", "X:Y", "X\r\nY", "X\u00e9"})
  @Tag("CON-20")
  void refusesHeaderNamesThatAreNoTokens(String name) {
    assertThatThrownBy(() -> create(at("http://h/x").header(name, "secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("invalid header name")
        .hasMessageNotContaining("secret");
  }

  @Test
  @Tag("ERR-24")
  void keepsTheConfiguredTimes() throws Exception {
    RecordingTransportListener events = new RecordingTransportListener();
    try (FakeOpampSocketServer silent = new FakeOpampSocketServer()) {
      for (String scheme : List.of("http", "ws")) {
        OpampTransport transport =
            TransportFactory.create(
                ConnectionSettings.builder(silent.uri(scheme))
                    .requestTimeout(Duration.ofMillis(200))
                    .connectTimeout(Duration.ofMillis(200))
                    .build(),
                () -> Messages.UID,
                events,
                Deadlines.session());
        long before = System.nanoTime();
        transport.connect(1);
        if (transport.isHalfDuplex()) {
          events.next("connected");
          transport.send(1, Messages.report(1));
        }
        assertThat(events.nextClose().kind()).isEqualTo(CloseCause.Kind.NETWORK);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
            .isBetween(Duration.ofMillis(190), Duration.ofSeconds(5));
        transport.shutdown();
      }
    }
  }

  @Test
  void boundsTheNumberOfHeaders() {
    ConnectionSettings.Builder many = at("http://h/x");
    for (int i = 0; i < 101; i++) {
      many.header("X-" + i, "v");
    }
    assertThatThrownBy(() -> create(many)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAProxyOfAKindItDoesNotKnow() {
    assertThatThrownBy(
            () ->
                create(
                    at("ws://h/x")
                        .proxy(new ProxySettings(URI.create("socks4://u:secret@p:1"), Map.of()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("proxy")
        .hasMessageNotContaining("secret");
  }
}
