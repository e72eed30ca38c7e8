package dev.opamp.javaagent.opamp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ComponentDetails;
import dev.opamp.javaagent.opamp.proto.KeyValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailableComponentsTest {

  private static final long FULL_STATE = 0x1;
  private static final long COMPONENTS = 0x2;

  private static SessionFixture fixture(boolean halfDuplex) {
    SessionFixture fixture = new SessionFixture(halfDuplex);
    fixture.report = fixture.report.withAvailableComponents(components("always_on"));
    return fixture;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("COMP-01")
  @Tag("COMP-02")
  void theFirstReportHasTheHashAlone(boolean halfDuplex) {
    AgentToServer first = fixture(halfDuplex).start().connected().takeOne();

    assertThat(first.getCapabilities() & 0x4000).isNotZero();
    assertThat(first.getAvailableComponents().getHash().toByteArray())
        .isEqualTo(components("always_on").hash())
        .hasSize(32);
    assertThat(first.getAvailableComponents().getComponentsList()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("COMP-04")
  @Tag("COMP-09")
  @Tag("ST-10")
  @Tag("IDN-17")
  void onRequestTheyAreNamedWithTypedMetadata(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready();
    fixture.push(Servers.flags(COMPONENTS));

    AgentToServer answer = fixture.settle().takeOne();

    assertThat(answer.hasAgentDescription()).isFalse();
    assertThat(answer.getAvailableComponents().getHash().isEmpty()).isFalse();
    ComponentDetails sampler =
        Entries.component(
            Entries.component(answer.getAvailableComponents(), "samplers"), "always_on");
    assertThat(sampler.getMetadataList())
        .extracting(KeyValue::getKey)
        .containsExactly("code.namespace", "level");
    assertThat(sampler.getMetadata(0).getValue().getStringValue()).isEqualTo("io.example");
    assertThat(sampler.getMetadata(1).getValue().getIntValue()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("ST-10")
  void fullStateAloneHasTheHashAndBothFlagsBringBothInOneMessage(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready();

    fixture.push(Servers.flags(FULL_STATE));
    AgentToServer full = fixture.settle().takeOne();
    assertThat(full.getAvailableComponents().getHash().isEmpty()).isFalse();
    assertThat(full.getAvailableComponents().getComponentsCount()).isZero();

    fixture.reply(SessionFixture.ACK);
    fixture.push(Servers.flags(FULL_STATE | COMPONENTS));
    AgentToServer both = fixture.advance(Duration.ofSeconds(2)).takeOne();
    assertThat(both.hasAgentDescription()).isTrue();
    assertThat(both.getAvailableComponents().getComponentsCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("COMP-05")
  @Tag("COMP-06")
  void aChangeBringsTheNewHashAndWhatIsEqualNothing(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready();
    fixture.push(Servers.flags(COMPONENTS)).settle().take();
    fixture.reply(SessionFixture.ACK);

    fixture.client.reportAvailableComponents(components("always_on"));
    assertThat(fixture.settle().take()).isEmpty();

    fixture.client.reportAvailableComponents(components("always_off"));
    AgentToServer changed = fixture.settle().takeOne();
    assertThat(changed.getAvailableComponents().getHash().toByteArray())
        .isEqualTo(components("always_off").hash())
        .isNotEqualTo(components("always_on").hash());
    assertThat(changed.getAvailableComponents().getComponentsCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("COMP-07")
  void withoutTheCapabilityTheyAreNeitherSentNorAskedFor(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex);
    fixture.capabilities = Capabilities.all().without(Capabilities.REPORTS_AVAILABLE_COMPONENTS);
    AgentToServer first = fixture.start().connected().takeOne();
    fixture.reply(SessionFixture.ACK);
    fixture.push(Servers.flags(COMPONENTS));

    assertThat(first.hasAvailableComponents()).isFalse();
    assertThat(first.getCapabilities() & 0x4000).isZero();
    assertThat(fixture.settle().take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("COMP-10")
  void aServerThatAsksInEveryReplyIsAnsweredEverMoreSlowly(boolean halfDuplex) {
    SessionFixture fixture = fixture(halfDuplex).ready();
    fixture.push(Servers.flags(COMPONENTS));
    int answers = 0;
    for (int i = 0; i < 600; i++) {
      fixture.advance(Duration.ofMillis(100));
      for (AgentToServer sent : fixture.take()) {
        answers += sent.hasAvailableComponents() ? 1 : 0;
        fixture.reply(Servers.flags(COMPONENTS));
      }
    }

    assertThat(answers).isBetween(3, 8);
  }

  @Test
  void anAnswerThatIsTooLargeHasTheHashAloneAndKeepsTheRest() {
    SessionFixture fixture = new SessionFixture(false);
    fixture.settings = fixture.settings().maxMessageSize(4096).build();
    fixture.report = fixture.report.withAvailableComponents(components("x".repeat(8000)));
    fixture.ready().push(Servers.flags(FULL_STATE | COMPONENTS));

    AgentToServer answer = fixture.settle().takeOne();

    assertThat(answer.getAvailableComponents().getHash().isEmpty()).isFalse();
    assertThat(answer.getAvailableComponents().getComponentsCount()).isZero();
    assertThat(answer.hasEffectiveConfig()).isTrue();
    assertThat(answer.getHealth().getComponentHealthMapCount()).isEqualTo(1);
  }

  @Test
  void anAnswerTheServerRefusesForItsSizeIsNotRepeated() {
    SessionFixture fixture = fixture(true).ready();
    fixture.push(Servers.flags(COMPONENTS)).settle();
    assertThat(fixture.takeOne().getAvailableComponents().getComponentsCount()).isEqualTo(1);

    fixture.closed(new CloseCause(CloseCause.Kind.HTTP_STATUS, 413, "too large", null));
    fixture.untilAttempt();
    AgentToServer next = fixture.connected().takeOne();

    assertThat(next.getAvailableComponents().getHash().isEmpty()).isFalse();
    assertThat(next.getAvailableComponents().getComponentsCount()).isZero();
  }

  @Test
  @Tag("COMP-03")
  void theHashIsThatOfTheContentInAnyOrder() {
    Map<String, ComponentDetailsSnapshot> oneWay = new LinkedHashMap<>();
    oneWay.put("a", leaf("1"));
    oneWay.put("b", leaf("2"));
    Map<String, ComponentDetailsSnapshot> other = new LinkedHashMap<>();
    other.put("b", leaf("2"));
    other.put("a", leaf("1"));

    assertThat(AvailableComponentsSnapshot.of(oneWay)).isEqualTo(of(other));
    assertThat(List.of(of(Map.of("a", leaf("2"))), of(Map.of("a", leaf("1"))), of(oneWay)))
        .doesNotHaveDuplicates();
    // A neighbour is not a child, and a text is not a number.
    ComponentDetailsSnapshot nested =
        new ComponentDetailsSnapshot(Map.of("v", "1"), Map.of("b", leaf("2")));
    assertThat(of(Map.of("a", nested))).isNotEqualTo(of(oneWay));
    assertThat(of(Map.of("a", new ComponentDetailsSnapshot(Map.of("v", 1L), Map.of()))))
        .isNotEqualTo(of(Map.of("a", leaf("1"))));
  }

  private static AvailableComponentsSnapshot of(Map<String, ComponentDetailsSnapshot> components) {
    return AvailableComponentsSnapshot.of(components);
  }

  private static ComponentDetailsSnapshot leaf(String value) {
    return new ComponentDetailsSnapshot(Map.of("v", value), Map.of());
  }

  private static AvailableComponentsSnapshot components(String sampler) {
    ComponentDetailsSnapshot type =
        new ComponentDetailsSnapshot(Map.of("code.namespace", "io.example", "level", 3L), Map.of());
    return of(Map.of("samplers", new ComponentDetailsSnapshot(Map.of(), Map.of(sampler, type))));
  }
}
