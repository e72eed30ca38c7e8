package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SdkDocument;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PrometheusScrapeTest {

  private static final String PATH =
      "meter_provider.readers[0].pull.exporter.prometheus/development";

  private final HttpClient client = HttpClient.newHttpClient();
  private OwnSdkFixture sdk;
  private int port;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
    port = freePort();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String reader(int port, String more) {
    return "meter_provider: {readers: [{pull: {exporter: {prometheus/development: {port: %d%s}}}}]}"
        .formatted(port, more);
  }

  private HttpResponse<String> get(int from, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + from + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String scrape() throws Exception {
    return get(port, "/metrics").body();
  }

  private LongCounter counter() {
    return sdk.openTelemetry.getMeter("shop").counterBuilder("items.sold").setUnit("1").build();
  }

  @Test
  void metricsAreServedInTheTextFormat() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(3, Attributes.of(AttributeKey.stringKey("kind"), "book"));

    HttpResponse<String> answer = get(port, "/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains("items_sold_total{kind=\"book\",otel_scope_name=\"shop\"")
        .contains("target_info{");
    assertThat(get(port, "/other").statusCode()).isEqualTo(404);
    assertThat(get(port, "/metrics", "Accept", "application/openmetrics-text").body())
        .endsWith("# EOF\n");
  }

  @Test
  void sdkThatNobodyUsesLeavesThePortToTheOneThatIsUsed() throws Exception {
    OwnSdkTarget standIn = OwnSdkTarget.unused("own", Map.of());
    Map<String, Object> tree = Yaml.document(reader(port, "").replace("%", "%%"));
    PreparedChange change = standIn.prepare(SdkDocument.of(tree));
    change.commit();
    change.retireReplaced();
    assertThat(standIn.inForce().tree().toString()).contains("prometheus/development");
    try {
      sdk.apply(reader(port, ""));
      counter().add(1);
      assertThat(scrape()).contains("items_sold_total");
    } finally {
      standIn.close(1_000);
    }
    assertThat(scrape()).contains("items_sold_total");
  }

  @Test
  void answerIsCompressedForWhoeverWantsIt() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
            .header("Accept-Encoding", "deflate, gzip")
            .build();

    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());

    try (InputStream body = new GZIPInputStream(answer.body())) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("items_sold");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scope_info_enabled: false | items_sold_total 2 | otel_scope_name",
        "target_info_enabled/development: false | items_sold_total | target_info",
        "resource_constant_labels: {included: [host.*]} | host_name=\"the-host\" | instance_id=\"x",
        "translation_strategy: underscore_escaping_without_suffixes/development | items_sold | nothing",
        "translation_strategy: no_translation/development | items_sold | nothing",
        "translation_strategy: no_utf8_escaping_with_suffixes/development | items_sold | nothing"
      })
  void looksChangeWithoutAResetOfTheStreams(String setting, String there, String gone)
      throws Exception {
    sdk.apply(reader(port, ""));
    LongCounter counter = counter();
    counter.add(2);
    assertThat(scrape()).contains("items_sold_total{otel_scope_name=\"shop\"} 2");

    sdk.apply(reader(port, ", " + setting));

    assertThat(scrape()).contains(there).doesNotContain(gone).contains(" 2");
  }

  @Test
  void namesKeepTheirDotsForWhoeverCanReadThem() throws Exception {
    sdk.apply(reader(port, ", translation_strategy: no_translation/development"));
    counter().add(2);

    assertThat(
            get(port, "/metrics", "Accept", "application/openmetrics-text; escaping=allow-utf-8")
                .body())
        .contains("{\"items.sold\",otel_scope_name=\"shop\"} 2");
  }

  @Test
  void generationSwap_keepsTheSocketAndHandsOverTheLastValues() throws Exception {
    sdk.apply(reader(port, ""));
    LongCounter counter = counter();
    counter.add(2);
    try (Socket early = new Socket("localhost", port)) {
      sdk.apply(
          reader(port, "")
              .replace(
                  "{readers",
                  "{views: [{selector: {instrument_name: items.sold},"
                      + " stream: {name: sold}}], readers"));
      counter.add(5);

      assertThat(scrape()).as("the last values").contains("items_sold_total{").contains("} 2");
      assertThat(scrape()).contains("sold_total{").contains("} 5").doesNotContain("items_sold");
      early
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(new String(early.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void severalGenerationsBetweenTwoScrapes_handOverTheLastValuesOfEach() throws Exception {
    LongCounter counter = counter();
    for (int i = 1; i <= 3; i++) {
      String view = "{views: [{selector: {instrument_name: o}, stream: {name: n%d}}], readers";
      sdk.apply(reader(port, "").replace("{readers", view.formatted(i)));
      counter.add(i);
      // It is answered once the generation is served, and takes nothing away.
      HttpRequest head =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }

    assertThat(scrape()).contains("items_sold_total{").contains("} 1");
    assertThat(scrape()).contains("items_sold_total{").contains("} 2");
    assertThat(scrape()).contains("items_sold_total{").contains("} 3");
    assertThat(scrape()).contains("items_sold_total{").contains("} 3");
  }

  @Test
  void changeOfThePort_opensTheNewOneBeforeItClosesTheOld() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(4);
    int next = freePort();

    PreparedChange change = sdk.prepare(reader(next, ""));
    assertThat(scrape()).contains("} 4");
    change.commit();
    assertThat(get(next, "/metrics").body()).contains("} 4");
    change.retireReplaced();

    await()
        .untilAsserted(
            () ->
                assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new Socket("localhost", port).close()));
    assertThat(get(next, "/metrics").body()).contains("} 4");
  }

  @Test
  void takenPort_isRefusedAtItsKey_andNothingChanges() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(1);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
      assertThatExceptionOfType(ConfigRejectedException.class)
          .isThrownBy(() -> sdk.prepare(reader(taken.getLocalPort(), "")))
          .withMessageStartingWith(PATH + ".port: ")
          .withMessageContaining("cannot be listened on");
    }
    assertThat(scrape()).contains("} 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: no.such.host.invalid | .host: | cannot be resolved",
        "translation_strategy: sideways | .translation_strategy: | ",
        "resource_constant_labels: {included: []} | .resource_constant_labels | must not be empty"
      })
  void badKeys_areRefusedAndFreeThePort(String setting, String path, String reason)
      throws Exception {
    assertThatExceptionOfType(ConfigRejectedException.class)
        .isThrownBy(() -> sdk.prepare(reader(port, ", " + setting)))
        .withMessageStartingWith(PATH + path)
        .withMessageContaining(reason == null ? "" : reason);
    await().ignoreExceptions().until(this::isFree);
  }

  @Test
  void twoReadersOfOneAddress_areRefused() {
    String twice =
        "meter_provider: {readers: [{pull: {exporter: {prometheus/development: {port: %1$d}}}},"
            + " {pull: {exporter: {prometheus/development: {port: %1$d}}}}]}";
    assertThatExceptionOfType(ConfigRejectedException.class)
        .isThrownBy(() -> sdk.prepare(twice.formatted(port)))
        .withMessageStartingWith(PATH.replace("[0]", "[1]") + ": another reader");
  }

  @Test
  void cardinalityLimitsHold() throws Exception {
    sdk.apply(reader(port, "").replace("{exporter", "{cardinality_limits: {default: 3}, exporter"));
    LongCounter counter = counter();
    for (int i = 0; i < 10; i++) {
      counter.add(1, Attributes.of(AttributeKey.longKey("n"), (long) i));
    }

    assertThat(scrape().lines().filter(line -> line.startsWith("items_sold_total{"))).hasSize(3);
  }

  @Test
  void switchedOff_closesTheSocketAndEndsItsThreads() throws Exception {
    sdk.apply(reader(port, ""));
    scrape();
    assertThat(threads()).isNotEmpty().allMatch(Thread::isDaemon);
    Set<Thread> mine = Set.copyOf(threads());

    sdk.apply("meter_provider: {readers: []}");

    await().ignoreExceptions().until(this::isFree);
    await().until(() -> mine.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void scrapesAreCounted() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(1);
    scrape();

    Map<?, ?> metrics = (Map<?, ?>) sdk.target.stats().get("metrics");
    assertThat((Long) metrics.get("exported")).isPositive();
    assertThat(((Map<?, ?>) ((List<?>) metrics.get("pipelines")).get(0)).get("name"))
        .isEqualTo("pull/prometheus/development");
  }

  @Test
  void oddRequestsDoNotKeepOthersFromBeingServed() throws Exception {
    sdk.apply(reader(port, ""));
    counter().add(1);
    for (String request :
        List.of("", "nonsense\r\n\r\n", "GET /metrics HTTP/1.1\r\nA: " + "x".repeat(20_000))) {
      try (Socket socket = new Socket("localhost", port)) {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      } catch (IOException e) {
        // Cut off while it was still sending, which is as good.
        assertThat(e).hasMessageContaining("reset");
      }
    }
    assertThat(scrape()).contains("items_sold_total");
  }

  private boolean isFree() throws IOException {
    new ServerSocket(port, 1, InetAddress.getByName("localhost")).close();
    return true;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("opamp-agent-prometheus"))
        .collect(Collectors.toSet());
  }
}
