package dev.opamp.javaagent.testing.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpSinkTest {

  private OtlpSink sink;

  @BeforeEach
  void start() throws Exception {
    sink = OtlpSink.start();
  }

  @AfterEach
  void stop() {
    sink.close();
  }

  @Test
  void spanOverHttpIsSeenWithPathHeadersAndResource() throws Exception {
    exportOneSpan(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(sink.httpEndpoint() + "/custom/p?x=1")
            .addHeader("X-Team", "blue")
            .setCompression("gzip")
            .build());

    ReceivedExport export = sink.store().exports(Signal.TRACES).get(0);
    assertThat(export.path()).isEqualTo("/custom/p?x=1");
    assertThat(export.headers()).containsEntry("x-team", "blue");
    assertThat(export.encoding()).isEqualTo("gzip");
    assertThat(sink.store().spans().get(0).resource()).containsEntry("service.name", "sink-test");
  }

  @Test
  void spanOverGrpcIsSeen() throws Exception {
    exportOneSpan(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(sink.grpcEndpoint())
            .addHeader("x-team", "red")
            .build());

    ReceivedExport export = sink.store().exports(Signal.TRACES).get(0);
    assertThat(export.protocol()).isEqualTo("grpc");
    assertThat(export.headers()).containsEntry("x-team", "red");
  }

  @Test
  void countsAreAnsweredOverHttp() throws Exception {
    exportOneSpan(
        OtlpHttpSpanExporter.builder().setEndpoint(sink.httpEndpoint() + "/v1/traces").build());

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(sink.httpEndpoint() + "/sink/counts")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"spans\":{\"sink-test\":1}");
  }

  @Test
  void waitingForWhatNeverComesFails() {
    assertThatThrownBy(
            () -> sink.store().await("a span", s -> !s.spans().isEmpty(), Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("a span");
  }

  private void exportOneSpan(SpanExporter exporter) throws Exception {
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "sink-test")))
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      provider.get("test").spanBuilder("one").startSpan().end();
      provider.forceFlush().join(10, TimeUnit.SECONDS);
    }
    sink.store().await("one span", s -> s.spans().size() == 1, Duration.ofSeconds(10));
  }
}
