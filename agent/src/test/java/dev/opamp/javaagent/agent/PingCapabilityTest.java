package dev.opamp.javaagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CustomMessageSender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PingCapabilityTest {

  private final PingCapability ping = new PingCapability();
  private final List<String> sent = new ArrayList<>();
  private final CustomMessageSender sender =
      (type, data) -> {
        sent.add(type + " " + data.length);
        return CustomMessageSender.Outcome.QUEUED;
      };

  @Test
  void answersPingAndNothingElse() {
    ping.onMessage("ping", new byte[3], sender);
    ping.onMessage("pong", new byte[3], sender);
    ping.onMessage("", new byte[3], sender);

    assertThat(sent).containsExactly("pong 3");
  }

  @Test
  @Tag("CUS-04")
  void hasAReverseDomainName() {
    assertThat(ping.name()).matches("[a-z0-9-]+(\\.[a-z0-9-]+)+(/v[0-9]+)?");
  }
}
