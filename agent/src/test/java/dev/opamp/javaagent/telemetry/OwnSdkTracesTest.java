package dev.opamp.javaagent.telemetry;

import static dev.opamp.javaagent.telemetry.OwnSdkFixture.traces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnSdkTracesTest {

  private OwnSdkFixture sdk;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
  }

  @AfterEach
  void stop() {
    sdk.close();
  }

  @Test
  void everySignalIsOffWithoutADocument() {
    Span span = sdk.tracer().spanBuilder("nothing").startSpan();

    assertThat(span.isRecording()).isFalse();
    assertThat(sdk.target.inForce().tree()).isEmpty();
    assertThat(sdk.flush()).isTrue();
  }

  @Test
  void samplerSwap_reachesTracersAlreadyHeld() throws Exception {
    Tracer held = sdk.tracer();
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.spans(held, "on", 3);
    sdk.apply(traces("{always_off: }", sdk.a));
    sdk.spans(held, "off", 3);
    sdk.apply(traces("{parent_based: {root: {trace_id_ratio_based: {ratio: 1.0}}}}", sdk.a));
    sdk.spans(held, "ratio", 2);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("on", "on", "on", "ratio", "ratio");
  }

  @Test
  void ratioSampler_keepsAboutItsShare() throws Exception {
    sdk.apply(traces("{trace_id_ratio_based: {ratio: 0.25}}", sdk.a));

    long sampled =
        IntStream.range(0, 4000)
            .filter(i -> sdk.tracer().spanBuilder("s").startSpan().getSpanContext().isSampled())
            .count();

    assertThat(sampled).isBetween(800L, 1200L);
  }

  @Test
  void samplerSwap_leavesTheProcessorsAlone() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    List<Part<?>> before = sdk.target.parts();
    sdk.apply(traces("{trace_id_ratio_based: {ratio: 0.5}}", sdk.a));
    List<Part<?>> after = sdk.target.parts();

    assertThat(after.get(0)).isSameAs(before.get(0));
    assertThat(after.get(1)).isNotSameAs(before.get(1));
  }

  @Test
  void sameDocumentAgain_rebuildsNothing() throws Exception {
    sdk.apply(traces("{trace_id_ratio_based: {ratio: 0.5}}", sdk.a));
    List<Part<?>> before = sdk.target.parts();
    sdk.apply(traces("{trace_id_ratio_based: {ratio: 0.5}}", sdk.a));

    assertThat(sdk.target.parts()).hasSameSizeAs(before);
    IntStream.range(0, before.size())
        .forEach(i -> assertThat(sdk.target.parts().get(i)).isSameAs(before.get(i)));
  }

  @Test
  void processorAddedInFront_keepsTheOneBehind() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    Part<?> first = sdk.target.parts().get(0);
    sdk.apply(
        """
        tracer_provider:
          sampler: {always_on: }
          processors:
            - simple: {exporter: {otlp_http: {endpoint: "%s/v1/traces"}}}
            - batch: {schedule_delay: 60000, exporter: {otlp_http: {endpoint: "%s/v1/traces"}}}
        """
            .formatted(sdk.b.url(), sdk.a.url()));
    sdk.spans(sdk.tracer(), "both", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.target.parts().get(1)).isSameAs(first);
    assertThat(sdk.a.spanNames()).containsExactly("both");
    assertThat(sdk.b.spanNames()).containsExactly("both");
  }

  @Test
  void endpointSwap_deliversTheOldSpansToTheOldAndTheNewToTheNew() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.spans(sdk.tracer(), "old", 2);
    Span across = sdk.tracer().spanBuilder("across").startSpan();
    sdk.apply(traces("{always_on: }", sdk.b));
    across.end();
    sdk.spans(sdk.tracer(), "new", 2);

    assertThat(sdk.flush()).isTrue();
    await().untilAsserted(() -> assertThat(sdk.a.spanNames()).containsExactly("old", "old"));
    assertThat(sdk.b.spanNames()).containsExactly("across", "new", "new");
  }

  @Test
  void headersAndCompressionSwap_showInTheNextRequest() throws Exception {
    String document =
        """
        tracer_provider:
          processors:
            - simple:
                exporter:
                  otlp_http:
                    endpoint: "%s/v1/traces"
                    compression: %s
                    headers: [{name: X-Tenant, value: "%s"}]
        """;
    sdk.apply(document.formatted(sdk.a.url(), "none", "one"));
    sdk.spans(sdk.tracer(), "plain", 1);
    sdk.flush();
    sdk.apply(document.formatted(sdk.a.url(), "gzip", "two"));
    sdk.spans(sdk.tracer(), "zipped", 1);
    sdk.flush();

    assertThat(sdk.a.spanNames()).containsExactly("plain", "zipped");
    assertThat(sdk.a.requests().get(0).headers())
        .containsEntry("X-tenant", "one")
        .doesNotContainKey("Content-encoding");
    assertThat(sdk.a.requests().get(1).headers())
        .containsEntry("X-tenant", "two")
        .containsEntry("Content-encoding", "gzip");
  }

  @Test
  void timeoutSwap_abandonsASlowReceiverSooner() throws Exception {
    sdk.apply(
        """
        tracer_provider:
          processors:
            - simple: {exporter: {otlp_http: {endpoint: "%s/v1/traces", timeout: 100}}}
        """
            .formatted(sdk.a.url()));
    CountDownLatch gate = sdk.a.hold();
    sdk.spans(sdk.tracer(), "slow", 1);

    assertThat(sdk.flush()).isFalse();
    assertThat(gate.getCount()).isEqualTo(1);
    assertThat(Stats.of(sdk.target, "traces")).containsEntry("failed", 1L);
  }

  @Test
  void protocolSwapToGrpc_speaksHttp2ToTheNewEndpoint() throws Exception {
    try (ServerSocket grpc = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      sdk.apply(traces("{always_on: }", sdk.a));
      sdk.apply(
          """
          tracer_provider:
            processors:
              - simple: {exporter: {otlp_grpc: {endpoint: "http://127.0.0.1:%d", timeout: 500}}}
          """
              .formatted(grpc.getLocalPort()));
      sdk.spans(sdk.tracer(), "grpc", 1);
      grpc.setSoTimeout(10_000);
      assertThat(sdk.flush()).isFalse();
      try (Socket connection = grpc.accept()) {
        byte[] preface = connection.getInputStream().readNBytes(24);
        assertThat(new String(preface, StandardCharsets.US_ASCII)).startsWith("PRI * HTTP/2.0");
      }
    }
    assertThat(sdk.a.requests()).isEmpty();
  }

  @Test
  void signalOffAndOnAgain_worksForTheTracerHeldAllAlong() throws Exception {
    Tracer held = sdk.tracer();
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.spans(held, "first", 1);
    sdk.apply("file_format: \"1.0\"\n");
    assertThat(held.isEnabled()).isFalse();
    sdk.spans(held, "unseen", 1);
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.spans(held, "second", 1);

    assertThat(sdk.flush()).isTrue();
    await().untilAsserted(() -> assertThat(sdk.a.spanNames()).contains("first", "second"));
    assertThat(sdk.a.spanNames()).hasSize(2);
  }

  @Test
  void disabledDocument_switchesTheSignalsOffAndSaysSo() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.apply("disabled: true\n" + traces("{always_on: }", sdk.a));

    assertThat(sdk.tracer().spanBuilder("x").startSpan().isRecording()).isFalse();
    assertThat(sdk.target.inForce().tree()).containsOnlyKeys("disabled");
  }

  @Test
  void batchDelaySwap_exportsWithoutAFlush() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    sdk.apply(traces("{always_on: }", sdk.a).replace("60000", "10"));
    sdk.spans(sdk.tracer(), "soon", 1);

    await().untilAsserted(() -> assertThat(sdk.a.spanNames()).containsExactly("soon"));
  }

  @Test
  void limitsSwap_appliesToTheNextSpan() throws Exception {
    String limited = traces("{always_on: }", sdk.a) + "  limits: {attribute_count_limit: 1}\n";
    sdk.apply(traces("{always_on: }", sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    twoAttributes("free");
    sdk.apply(limited);
    twoAttributes("limited");
    sdk.apply("attribute_limits: {attribute_count_limit: 0}\n" + traces("{always_on: }", sdk.a));
    twoAttributes("none");

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spans()).extracting(span -> span.count(9)).containsExactly(2, 1, 0);
    assertThat(sdk.target.parts()).isEqualTo(parts);
  }

  @Test
  void tracerConfiguratorSwap_switchesOneScopeOff() throws Exception {
    Tracer held = sdk.openTelemetry.getTracer("noisy");
    sdk.apply(traces("{always_on: }", sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    sdk.apply(
        traces("{always_on: }", sdk.a)
            + "  tracer_configurator/development:\n"
            + "    tracers: [{name: noisy, config: {enabled: false}}]\n");
    sdk.spans(held, "noise", 1);
    sdk.spans(sdk.tracer(), "kept", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactly("kept");
    assertThat(sdk.target.parts()).isEqualTo(parts);
  }

  @Test
  void spanInFlightAcrossAResourceChange_isExportedOnce() throws Exception {
    sdk.apply(traces("{always_on: }", sdk.a));
    List<Part<?>> parts = sdk.target.parts();
    Span across = sdk.tracer().spanBuilder("across").startSpan();
    sdk.apply(
        "resource: {attributes: [{name: service.name, value: renamed}]}\n"
            + traces("{always_on: }", sdk.a));
    across.end();
    sdk.spans(sdk.tracer(), "after", 1);

    assertThat(sdk.flush()).isTrue();
    assertThat(sdk.a.spanNames()).containsExactlyInAnyOrder("across", "after");
    assertThat(sdk.a.spans())
        .filteredOn(span -> span.text(5).equals("after"))
        .extracting(span -> span.resourceAttributes().get("service.name"))
        .containsExactly("renamed");
    assertThat(sdk.target.parts()).isEqualTo(parts);
  }

  @Test
  void close_deliversWhatIsBufferedAndSwitchesOff() throws Exception {
    try (OwnSdkFixture slow = new OwnSdkFixture(Duration.ofMinutes(5))) {
      slow.apply(traces("{always_on: }", slow.a));
      slow.spans(slow.tracer(), "replaced", 1);
      slow.apply(traces("{always_on: }", slow.b));
      slow.spans(slow.tracer(), "last", 1);

      assertThat(slow.target.close(20_000)).isTrue();
      assertThat(slow.a.spanNames()).containsExactly("replaced");
      assertThat(slow.b.spanNames()).containsExactly("last");
      assertThat(slow.tracer().spanBuilder("late").startSpan().isRecording()).isFalse();
    }
  }

  private void twoAttributes(String name) {
    sdk.tracer().spanBuilder(name).setAttribute("k1", 1).setAttribute("k2", 2).startSpan().end();
  }
}
