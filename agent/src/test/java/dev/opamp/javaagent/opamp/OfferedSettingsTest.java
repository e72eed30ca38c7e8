package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.opamp.javaagent.opamp.proto.Header;
import dev.opamp.javaagent.opamp.proto.Headers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OfferedSettingsTest {

  @Test
  @Tag("RB-33")
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void aFloodOfHeadersOfOneNameIsRefusedBeforeItIsJoined() {
    Headers.Builder flood = Headers.newBuilder();
    for (int i = 0; i < 500_000; i++) {
      flood.addHeaders(Header.newBuilder().setKey("a").setValue("b"));
    }

    assertThatThrownBy(() -> OfferedSettings.headers(flood.build()))
        .isInstanceOf(BadOfferException.class)
        .hasMessage("too many or too long headers");
  }

  @Test
  void aLongNameIsNotRepeated() {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      name.append('n');
    }
    Headers headers =
        Headers.newBuilder()
            .addHeaders(Header.newBuilder().setKey(name.toString()).setValue("\n"))
            .build();

    assertThatThrownBy(() -> OfferedSettings.headers(headers))
        .isInstanceOf(BadOfferException.class)
        .hasMessage("too many or too long headers");
  }
}
