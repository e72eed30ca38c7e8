package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opamp.javaagent.log.LogLevel;
import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.RemoteConfigState;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of exports that a destination does not simply take. */
@Timeout(60)
class OwnTelemetryDeliveryTest {

  private static final Duration FAST = Duration.ofMillis(100);

  private final Queue<String> exports = new ConcurrentLinkedQueue<>();
  private FakeOtlpSink sink;
  private OwnTelemetry own;

  @BeforeEach
  void start() throws Exception {
    sink = new FakeOtlpSink();
    own =
        new OwnTelemetry(
            new OwnTelemetryOptions(FAST, FAST, Duration.ofSeconds(5), uri -> null),
            Map.of("service.name", "s"),
            body -> {
              Thread thread = new Thread(body);
              thread.setDaemon(true);
              return thread;
            },
            (signal, error) -> exports.add(signal + ":" + error));
  }

  @AfterEach
  void stop() {
    sink.hold.countDown();
    own.close();
    sink.close();
  }

  private static TelemetryDestination to(String url) {
    return new TelemetryDestination(url, Map.of());
  }

  private void logsTo(String url) {
    assertThat(own.apply(new OwnTelemetryOffer(null, null, to(url)))).isEmpty();
  }

  private void log(String text) {
    own.logRecords().emit(LogLevel.WARN, "Test", text, null, 1);
  }

  private List<String> texts(String uri) {
    return sink.logs(uri).stream().map(record -> record.getBody().getStringValue()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatADestinationCannotTakeNowIsSentAgainLater(int status) {
    sink.status = status;
    logsTo(sink.url("/l"));
    log("kept");
    await().until(() -> sink.at("/l").size() == 1);
    sink.status = 200;
    await().until(() -> exports.contains("LOGS:null"));
    assertThat(texts("/l")).containsExactly("kept", "kept");
    assertThat(sink.at("/l").get(1).nanos() - sink.at("/l").get(0).nanos())
        .as("time before it is sent again")
        .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 413, 500, 501})
  void whatADestinationRefusesIsNotSentAgain(int status) {
    sink.status = status;
    logsTo(sink.url("/l"));
    log("refused");
    await().until(() -> exports.stream().anyMatch(each -> each.startsWith("LOGS:export failed")));
    sink.status = 200;
    log("next");
    await().until(() -> exports.contains("LOGS:null"));
    assertThat(texts("/l")).containsExactly("refused", "next");
  }

  @Test
  void aPartialSuccessIsNotSentAgain() {
    sink.answer =
        ExportLogsServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportLogsPartialSuccess.newBuilder()
                    .setRejectedLogRecords(1)
                    .setErrorMessage("too old"))
            .build()
            .toByteArray();
    logsTo(sink.url("/l"));
    log("rejected");
    await().until(() -> sink.at("/l").size() == 1);
    log("next");
    await().until(() -> sink.at("/l").size() == 2);
    own.close();
    assertThat(texts("/l")).containsExactly("rejected", "next");
  }

  @Test
  void theQueueOfADestinationThatHangsIsBounded() {
    sink.hold = new CountDownLatch(1);
    logsTo(sink.url("/l"));
    int many = 20_000;
    for (int i = 0; i < many; i++) {
      log("record " + i);
    }
    sink.hold.countDown();
    own.close();
    assertThat(sink.logs("/l")).hasSizeBetween(1, many / 2);
  }

  @Test
  @Tag("RB-31")
  void theOpampEndpointAsDestinationFailsAloneAndFeedsNothingBack() {
    sink.status = 404;
    own.apply(
        new OwnTelemetryOffer(
            to(sink.url("/v1/opamp")), to(sink.url("/v1/opamp")), to(sink.url("/v1/opamp"))));
    log("one");
    own.applyRecorder().applied(new byte[] {1}, RemoteConfigState.APPLIED, List.of(), 0);
    for (String signal : List.of("METRICS", "TRACES", "LOGS")) {
      await()
          .until(
              () -> exports.stream().anyMatch(each -> each.startsWith(signal + ":export failed")));
    }
    own.apply(new OwnTelemetryOffer(null, to(sink.url("/t")), to(sink.url("/l"))));
    own.close();
    assertThat(exports).filteredOn(each -> each.startsWith("LOGS")).hasSize(1);
    assertThat(exports).filteredOn(each -> each.startsWith("TRACES")).hasSize(1);
    assertThat(sink.at("/t")).isEmpty();
    assertThat(sink.at("/l")).isEmpty();
  }

  @Test
  @Tag("RB-28")
  void offersWithBrokenPartsAreRefusedForWhatIsBroken() {
    logsTo(sink.url("/good"));
    Map<String, String> hundreds = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      hundreds.put("k" + i, "v");
    }
    assertThat(refusal("", Map.of())).endsWith("destination_endpoint is empty");
    assertThat(refusal("http://h h/", Map.of())).endsWith("destination_endpoint is not a URL");
    assertThat(refusal(sink.url("/x"), Map.of("a", "secret\r\nb: c")))
        .endsWith("the value of header a is not valid");
    assertThat(refusal(sink.url("/x"), Map.of("a b", "secret")))
        .endsWith("a header name is not valid");
    assertThat(refusal(sink.url("/x"), hundreds)).endsWith("300 headers are more than 100");
    assertThat(refusal(sink.url("/x"), Map.of("a", "secret".repeat(10_000))))
        .endsWith("the headers are longer than 16384 characters");
    log("still there");
    await().until(() -> texts("/good").contains("still there"));
    assertThat(sink.at("/x")).isEmpty();
  }

  private String refusal(String url, Map<String, String> headers) {
    List<String> refusals =
        own.apply(new OwnTelemetryOffer(null, null, new TelemetryDestination(url, headers)));
    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0)).startsWith("own_logs: ").doesNotContain("secret");
    return refusals.get(0);
  }
}
