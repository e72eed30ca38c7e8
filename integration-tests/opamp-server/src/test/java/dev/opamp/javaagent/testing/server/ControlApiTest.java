package dev.opamp.javaagent.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.RemoteConfigStatuses;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeAgentState agent = new FakeAgentState("checkout");
  private OpampServer server;
  private FakeWebSocketAgent link;

  @BeforeEach
  void start() throws Exception {
    server = OpampServer.builder().opampPort(0).consolePort(0).build().start();
    link = FakeWebSocketAgent.connect(server);
    link.exchange(agent.full());
  }

  @AfterEach
  void stop() {
    link.close();
    server.close();
  }

  @Test
  void health_namesTheEndpoints() throws Exception {
    JsonNode health = json(call("GET", "/api/health", ""), 200);
    assertThat(health.path("status").asText()).isEqualTo("UP");
    assertThat(health.path("agents").asInt()).isEqualTo(1);
    assertThat(health.path("endpoints").path("webSocket").asText())
        .isEqualTo("ws://localhost:" + server.opampPort() + "/v1/opamp");
  }

  @Test
  void listAndDetail_showWhatTheAgentReported() throws Exception {
    JsonNode listed = json(call("GET", "/api/agents", ""), 200).path("agents").path(0);
    assertThat(listed.path("uid").asText()).isEqualTo(agent.uid.toString());
    assertThat(listed.path("serviceName").asText()).isEqualTo("checkout");
    assertThat(listed.path("contact").asText()).isEqualTo("CONNECTED");
    JsonNode detail = json(call("GET", path(""), ""), 200);
    assertThat(detail.path("identifyingAttributes").path("service.namespace").asText())
        .isEqualTo("shop");
    assertThat(detail.at("/health/components/sdk/components/traces/healthy").asBoolean()).isTrue();
    assertThat(detail.path("effectiveConfig").path(0).path("body").asText()).contains("always_on");
    assertThat(detail.path("capabilities").toString())
        .contains("AcceptsRemoteConfig")
        .doesNotContain("AcceptsPackages");
  }

  @Test
  void waitingOffer_isAnsweredWhenTheAgentHasDecided() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request("PUT", path("/config?wait=20s&name=main.yaml"), "a: 1").build(),
            BodyHandlers.ofString());
    var offer = link.next().getRemoteConfig();
    var file = Entries.files(offer.getConfig()).get("main.yaml");
    assertThat(file.getBody().toStringUtf8()).isEqualTo("a: 1");
    assertThat(file.getContentType()).isEqualTo("text/yaml");
    ByteString hash = offer.getConfigHash();
    link.exchange(agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_APPLYING, ""));
    link.exchange(agent.status(hash, RemoteConfigStatuses.RemoteConfigStatuses_FAILED, "a: no"));
    JsonNode result = json(answer.get(20, TimeUnit.SECONDS), 200);
    assertThat(result.path("status").asText()).isEqualTo("FAILED");
    assertThat(result.path("errorMessage").asText()).isEqualTo("a: no");
    assertThat(result.path("timedOut").asBoolean()).isFalse();
    assertThat(json(call("GET", path("/messages"), ""), 200).toString()).contains("\"FAILED\"");
  }

  @Test
  void offerNobodyAnswers_timesOut_andTheContentTypeIsPassedOn() throws Exception {
    JsonNode late =
        json(
            client.send(
                request("POST", path("/config?wait=50ms"), "{}")
                    .header("Content-Type", "application/json")
                    .build(),
                BodyHandlers.ofString()),
            202);
    assertThat(late.path("timedOut").asBoolean()).isTrue();
    assertThat(late.path("state").asText()).isEqualTo("OFFERED");
    var file = Entries.files(link.next().getRemoteConfig().getConfig()).get("");
    assertThat(file.getContentType()).isEqualTo("application/json");
  }

  @Test
  void removalRestartAndOwnTelemetry_reachTheAgent_andHeaderValuesStayHidden() throws Exception {
    json(call("DELETE", path("/config"), ""), 202);
    ServerToAgent removal = link.next();
    assertThat(removal.getRemoteConfig().hasConfig()).isTrue();
    assertThat(removal.getRemoteConfig().getConfig().getConfigMapCount()).isZero();
    json(call("POST", path("/restart"), ""), 202);
    assertThat(link.next().hasCommand()).isTrue();
    JsonNode offered =
        json(
            call(
                "POST",
                path("/own-telemetry"),
                "{\"metrics\":\"http://m/\",\"headers\":{\"Authorization\":\"top-secret\"}}"),
            202);
    assertThat(link.next().getConnectionSettings().getOwnMetrics().getHeaders().getHeaders(0))
        .hasToString("key: \"Authorization\"\nvalue: \"top-secret\"\n");
    assertThat(offered.toString()).contains("Authorization").doesNotContain("top-secret");
    assertThat(call("GET", path(""), "").body()).doesNotContain("top-secret");
  }

  @Test
  void capabilitiesTheAgentLacks_areAConflict() throws Exception {
    link.exchange(agent.heartbeat().setCapabilities(0x1).build());
    for (String resource : List.of("/config", "/restart", "/own-telemetry")) {
      json(call("POST", path(resource), "{\"logs\":\"http://l/\"}"), 409);
    }
    assertThat(link.quiet()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/nothing, 404, no such resource",
    "GET, /api/agents/xyz, 400, instance UID",
    "GET, /api/agents/00000000-0000-0000-0000-000000000001, 404, no agent",
    "POST, /api/agents, 405, allowed here: GET",
    "GET, UID/config, 405, PUT",
    "GET, UID/strange, 404, strange",
    "PUT, UID/config?wait=soon, 400, wait must look like",
    "PUT, UID/config?wait=2m, 400, must not exceed",
    "POST, UID/own-telemetry, 400, name at least one",
    "GET, /console/index.html, 404, no such page",
    "POST, /, 405, only be read",
  })
  void wrongCalls_areExplained(String method, String where, int status, String words)
      throws Exception {
    String path = where.replace("UID", "/api/agents/" + agent.uid);
    assertThat(json(call(method, path, "{}"), status).path("error").asText()).contains(words);
  }

  @Test
  void wrongOwnTelemetry_isExplained() throws Exception {
    for (String body :
        List.of(
            "{",
            "[]",
            "{\"metric\":\"http://m/\"}",
            "{\"logs\":\"ftp://l\"}",
            "{\"logs\":\"http://l\",\"headers\":{\"a\":1}}",
            "{\"logs\":\"http://l\",\"headers\":3}")) {
      assertThat(json(call("POST", path("/own-telemetry"), body), 400).path("error").asText())
          .isNotEmpty();
    }
    assertThat(link.quiet()).isTrue();
  }

  @Test
  void foreignPages_cannotReachTheApi() throws Exception {
    String own = "http://localhost:" + server.consolePort();
    assertThat(raw("POST", path("/restart"), "Origin: http://evil.example")).contains(" 403 ");
    assertThat(raw("POST", path("/restart"), "Origin: null")).contains(" 403 ");
    assertThat(raw("POST", path("/restart"), "Sec-Fetch-Site: cross-site")).contains(" 403 ");
    assertThat(link.quiet()).isTrue();
    assertThat(raw("POST", path("/restart"), "Origin: " + own)).contains(" 202 ");
    assertThat(link.next().hasCommand()).isTrue();
    assertThat(rawWithHost("evil.example:80", "GET", "/api/agents", "")).contains(" 421 ");
    assertThat(rawWithHost("127.0.0.1", "GET", "/api/health", "")).contains(" 200 ");
  }

  @Test
  void eventStream_startsWithEveryAgent_andTellsOfChanges() throws Exception {
    HttpResponse<InputStream> feed =
        client.send(request("GET", "/api/events", "").build(), BodyHandlers.ofInputStream());
    assertThat(feed.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    try (var lines =
        new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
      assertThat(nextEvent(lines)).startsWith("event: reset");
      assertThat(nextEvent(lines)).contains("event: agent", agent.uid.toString(), "\"UNSET\"");
      link.exchange(
          agent.status(
              ByteString.copyFromUtf8("h"), RemoteConfigStatuses.RemoteConfigStatuses_APPLIED, ""));
      assertThat(nextEvent(lines)).contains("event: agent", "\"APPLIED\"");
    }
  }

  private static String nextEvent(BufferedReader lines) throws Exception {
    StringBuilder event = new StringBuilder();
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      event.append(line).append('\n');
    }
    return event.toString();
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    return client.send(request(method, path, body).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.consolePort() + path))
        .method(method, BodyPublishers.ofString(body));
  }

  private String raw(String method, String path, String header) throws Exception {
    return rawWithHost("localhost:" + server.consolePort(), method, path, header + "\r\n");
  }

  /** The status line; the JDK's client does not let tests choose Host. */
  private String rawWithHost(String host, String method, String path, String headers)
      throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.consolePort())) {
      OutputStream out = socket.getOutputStream();
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nContent-Length: 0\r\n"
              + headers
              + "Connection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private String path(String rest) {
    return "/api/agents/" + agent.uid + rest;
  }

  private static JsonNode json(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }
}
