package dev.opamp.javaagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.ComponentHealth;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import dev.opamp.javaagent.testing.server.fleet.OwnTelemetry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console as a person sees it: in a browser, next to a fake agent. */
class WebConsoleTest {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String YAML =
      "tracer_provider:\n  sampler:\n    trace_id_ratio_based:\n      ratio: 0.1\n";
  private static final int CONTROL = 2;

  private final FakeAgentState agent = new FakeAgentState("checkout");
  private OpampServer server;
  private HeadlessChromium browser;

  @BeforeEach
  void start() throws Exception {
    Optional<Path> chromium = HeadlessChromium.find();
    assumeTrue(
        chromium.isPresent(),
        "The web console is not tested: no Chromium on the PATH and no CHROMIUM variable");
    server = OpampServer.builder().opampPort(0).consolePort(0).build().start();
    browser = HeadlessChromium.start(chromium.orElseThrow());
    browser.size(1280, 800);
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  @Test
  void agentsAppearChangeAndLeave_withoutReload() throws Exception {
    browser.open(console("/"));
    browser.await("!document.getElementById('empty').hidden");
    browser.await("document.getElementById('live').textContent === 'Live'");
    browser.await(
        "document.getElementById('command').innerText.includes('"
            + server.webSocketEndpoint()
            + "')");
    assertThat(browser.evaluate("document.getElementById('command').textContent").asText().lines())
        .hasSize(4)
        .first()
        .asString()
        .endsWith("jar \\");
    browser.screenshot(SCREENSHOTS.resolve("agents-empty.png"));
    browser.evaluate("window.marker = 'not reloaded'");
    FakeAgentState other = new FakeAgentState("payments");
    FakeAgentState polling = new FakeAgentState("inventory");
    try (var link = FakeWebSocketAgent.connect(server);
        var otherLink = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      otherLink.exchange(other.full());
      new FakeHttpAgent(server).poll(polling.full());
      browser.await("document.querySelectorAll('#rows tr').length === 3");
      browser.await("document.querySelector('#rows tr').innerText.includes('web-07')");
      fail(otherLink, other);
      link.exchange(agent.heartbeat().setHealth(unhealthy()).build());
      browser.await(row(agent) + ".innerText.includes('Exporter failing')");
      browser.await(row(other) + ".querySelector('[data-state]').textContent === 'Failed'");
      screenshots("agents");
      browser.evaluate("filter.value = 'pay'; filter.dispatchEvent(new Event('input'))");
      browser.await("document.querySelectorAll('#rows tr').length === 1");
    }
    browser.await(row(other) + ".innerText.includes('Lost')");
    assertThat(browser.evaluate("window.marker").asText()).isEqualTo("not reloaded");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void configurationPushedInTheEditor_isSeenApplyingThenAppliedThenFailed() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      openAgentPage();
      browser.evaluate("window.marker = 'not reloaded'");
      ByteString first = push(link, YAML);
      awaitState("Offered");
      report(link, first, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING, "");
      awaitState("Applying");
      link.exchange(agent.heartbeat().setEffectiveConfig(FakeAgentState.effective(YAML)).build());
      report(link, first, RemoteConfigStatuses.RemoteConfigStatuses_APPLIED, "");
      awaitState("Applied");
      browser.await("document.getElementById('outcome').innerText.includes('in force')");
      browser.await("document.getElementById('effective').innerText.includes('ratio: 0.1')");
      server.offerOwnTelemetry(
          agent.uid, new OwnTelemetry("http://localhost:4318/v1/metrics", null, null, Map.of()));
      link.next();
      link.exchange(agent.heartbeat().setHealth(unhealthy()).build());
      browser.await("document.getElementById('health').innerText.includes('Connection refused')");
      screenshots("agent-applied");
      String message = "tracer_provider.sampler: unknown sampler 'sometimes' (line 3)";
      ByteString second = push(link, YAML.replace("trace_id_ratio_based", "sometimes"));
      report(link, second, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, message);
      awaitState("Failed");
      browser.await("document.getElementById('outcome').innerText.includes(\"'sometimes'\")");
      screenshots("agent-failed");
      assertThat(browser.evaluate("window.marker").asText()).isEqualTo("not reloaded");
      assertThat(browser.complaints()).isEmpty();
    }
  }

  @Test
  void removeRestartAndOwnTelemetry_reachTheAgent_afterAConfirmation() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      openAgentPage();
      browser.evaluate("document.getElementById('remove').click()");
      browser.await("document.getElementById('confirm').open");
      browser.evaluate("document.getElementById('confirm-yes').click()");
      ServerToAgent removal = link.next();
      assertThat(removal.hasRemoteConfig()).isTrue();
      assertThat(removal.getRemoteConfig().getConfig().getConfigMapCount()).isZero();
      browser.evaluate("document.getElementById('restart').click()");
      browser.await("document.getElementById('confirm').open");
      browser.evaluate("document.getElementById('confirm-yes').click()");
      assertThat(link.next().hasCommand()).isTrue();
      browser.await("document.getElementById('restart-outcome').innerText.includes('sent')");
      browser.evaluate(
          "document.querySelector('#own-form [name=metrics]').value = 'http://m:4318/'");
      browser.evaluate(
          "document.querySelector('#own-form [name=headers]').value = 'Authorization: Bearer x'");
      browser.evaluate("document.getElementById('own-send').click()");
      var metrics = link.next().getConnectionSettings().getOwnMetrics();
      assertThat(metrics.getDestinationEndpoint()).isEqualTo("http://m:4318/");
      assertThat(metrics.getHeaders().getHeaders(0).getValue()).isEqualTo("Bearer x");
    }
  }

  @Test
  void textFromAgents_staysText() throws Exception {
    String attack = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
    FakeAgentState hostile = new FakeAgentState(attack);
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(hostile.full());
      link.exchange(
          hostile
              .heartbeat()
              .setEffectiveConfig(FakeAgentState.effective("k: " + attack + " # " + attack))
              .setHealth(ComponentHealth.newBuilder().setStatus(attack).setLastError(attack))
              .build());
      link.exchange(
          hostile.status(
              ByteString.copyFromUtf8("h"),
              RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
              attack));
      browser.open(console("/"));
      browser.await("document.querySelector('#rows').innerText.includes('<script>')");
      browser.open(console("/agent.html?uid=" + hostile.uid));
      browser.await("document.getElementById('title').innerText.includes('<script>')");
      browser.await("document.getElementById('effective').innerText.includes('<script>')");
      browser.await("document.getElementById('outcome').innerText.includes('<script>')");
      assertThat(browser.evaluate("window.hacked === undefined").asBoolean()).isTrue();
      assertThat(browser.evaluate("document.querySelectorAll('main img').length").asInt()).isZero();
    }
  }

  @Test
  void keyboardAlone_isEnough_andUnknownAgentsAreExplained() throws Exception {
    try (var link = FakeWebSocketAgent.connect(server)) {
      link.exchange(agent.full());
      browser.open(console("/"));
      browser.await("document.querySelectorAll('#rows tr').length === 1");
      browser.evaluate("document.getElementById('filter').focus()");
      browser.press("Tab", 9, 0);
      assertThat(browser.evaluate("document.activeElement.className").asText())
          .isEqualTo("row-link");
      browser.press("Enter", 13, 0);
      browser.await("document.getElementById('title')?.innerText.includes('checkout')");
      browser.evaluate("document.getElementById('editor').focus()");
      browser.type("x: 1");
      browser.press("Enter", 13, CONTROL);
      assertThat(Entries.files(link.next().getRemoteConfig().getConfig()).get("").getBody())
          .isEqualTo(ByteString.copyFromUtf8("x: 1"));
      browser.open(console("/agent.html?uid=00000000-0000-0000-0000-000000000000"));
      browser.await("document.getElementById('missing').innerText.includes('no agent with')");
    }
  }

  private void openAgentPage() throws Exception {
    browser.open(console("/agent.html?uid=" + agent.uid));
    browser.await("document.getElementById('title').innerText.includes('checkout')");
    browser.await("document.getElementById('live').textContent === 'Live'");
  }

  private ByteString push(FakeWebSocketAgent link, String yaml) throws Exception {
    browser.evaluate("document.getElementById('editor').focus()");
    browser.evaluate("document.getElementById('editor').select()");
    browser.type(yaml);
    browser.evaluate("document.getElementById('push').click()");
    var offer = link.next().getRemoteConfig();
    assertThat(Entries.files(offer.getConfig()).get("").getBody().toStringUtf8()).isEqualTo(yaml);
    return offer.getConfigHash();
  }

  private void report(
      FakeWebSocketAgent link, ByteString hash, RemoteConfigStatuses status, String error)
      throws Exception {
    link.exchange(agent.status(hash, status, error));
  }

  private void awaitState(String text) throws Exception {
    browser.await("document.querySelector('#config-pill .pill').textContent === '" + text + "'");
  }

  private static void fail(FakeWebSocketAgent link, FakeAgentState state) throws Exception {
    link.exchange(
        state.status(
            ByteString.copyFromUtf8("h"),
            RemoteConfigStatuses.RemoteConfigStatuses_FAILED,
            "meter_provider.readers[0]: this exporter is not known"));
  }

  private static ComponentHealth unhealthy() {
    ComponentHealth exporter =
        ComponentHealth.newBuilder()
            .setStatus("Exporter failing")
            .setLastError("Connection refused: localhost:4318")
            .build();
    return FakeAgentState.health().toBuilder()
        .setHealthy(false)
        .setStatus("Exporter failing")
        .addComponentHealthMap(Entries.health("exporter", exporter))
        .build();
  }

  private void screenshots(String name) throws Exception {
    browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
    browser.dark(true);
    browser.screenshot(SCREENSHOTS.resolve(name + "-dark.png"));
    browser.dark(false);
    browser.size(420, 800);
    browser.screenshot(SCREENSHOTS.resolve(name + "-narrow.png"));
    browser.size(1280, 800);
  }

  private static String row(FakeAgentState state) {
    return "document.querySelector('[data-uid=\"" + state.uid + "\"]')";
  }

  private String console(String path) {
    return "http://localhost:" + server.consolePort() + path;
  }
}
