package dev.opamp.javaagent.owntelemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** An OTLP/HTTP receiver on a free port that keeps what it gets. */
final class FakeOtlpSink implements AutoCloseable {

  /** One request as it came in. */
  record Request(
      String method, String uri, Map<String, List<String>> headers, byte[] body, long nanos) {

    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().get(0))
          .findFirst()
          .orElse(null);
    }
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile byte[] answer = {};
  volatile CountDownLatch hold = new CountDownLatch(0);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FakeOtlpSink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            body,
            System.nanoTime()));
    try {
      hold.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] response = answer;
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(status, response.length == 0 ? -1 : response.length);
    exchange.getResponseBody().write(response);
    exchange.close();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  List<Request> at(String uri) {
    return requests.stream().filter(request -> request.uri().equals(uri)).toList();
  }

  List<Metric> metrics(String uri) {
    return at(uri).stream()
        .map(request -> parse(() -> ExportMetricsServiceRequest.parseFrom(request.body())))
        .flatMap(message -> message.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  List<Span> spans(String uri) {
    return at(uri).stream()
        .map(request -> parse(() -> ExportTraceServiceRequest.parseFrom(request.body())))
        .flatMap(message -> message.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<LogRecord> logs(String uri) {
    return at(uri).stream()
        .map(request -> parse(() -> ExportLogsServiceRequest.parseFrom(request.body())))
        .flatMap(message -> message.getResourceLogsList().stream())
        .flatMap(resource -> resource.getScopeLogsList().stream())
        .flatMap(scope -> scope.getLogRecordsList().stream())
        .toList();
  }

  /** The Resource of the last request of metrics. */
  Map<String, Object> resource(String uri) {
    List<Request> seen = at(uri);
    Request last = seen.get(seen.size() - 1);
    return parse(() -> ExportMetricsServiceRequest.parseFrom(last.body()))
        .getResourceMetrics(0)
        .getResource()
        .getAttributesList()
        .stream()
        .collect(Collectors.toMap(KeyValue::getKey, FakeOtlpSink::value));
  }

  private static Object value(KeyValue attribute) {
    return switch (attribute.getValue().getValueCase()) {
      case INT_VALUE -> attribute.getValue().getIntValue();
      case BOOL_VALUE -> attribute.getValue().getBoolValue();
      case DOUBLE_VALUE -> attribute.getValue().getDoubleValue();
      case ARRAY_VALUE ->
          attribute.getValue().getArrayValue().getValuesList().stream()
              .map(each -> each.getStringValue())
              .toList();
      default -> attribute.getValue().getStringValue();
    };
  }

  private interface Parser<T> {
    T parse() throws IOException;
  }

  private static <T> T parse(Parser<T> parser) {
    try {
      return parser.parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    hold.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
