package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * An HTTP service that is written against the OpenTelemetry API and brings no SDK.
 *
 * <p>Every request makes two spans, one count, one duration and one log record.
 */
public final class SampleService {

  private final Tracer tracer;
  private final Logger logger;
  private final LongCounter requests;
  private final DoubleHistogram duration;

  private SampleService(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("sample-service");
    this.logger = telemetry.getLogsBridge().get("sample-service");
    Meter meter = telemetry.getMeter("sample-service");
    this.requests = meter.counterBuilder("sample.requests").build();
    this.duration = meter.histogramBuilder("sample.duration").setUnit("s").build();
  }

  /**
   * Serves until the process is ended.
   *
   * @param args the port, 0 or nothing for any free one
   */
  public static void main(String[] args) throws IOException {
    // The JDK's server answers 40 ms late otherwise: Nagle's algorithm meets delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    SampleService service = new SampleService(GlobalOpenTelemetry.get());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/hello", service::hello);
    server.start();
    System.out.println("sample-service listening on " + server.getAddress().getPort());
  }

  private void hello(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    Span span =
        tracer
            .spanBuilder("GET /hello")
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", "GET")
            .startSpan();
    try (exchange;
        Scope scope = span.makeCurrent()) {
      byte[] body = greeting().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } finally {
      span.end();
      requests.add(1);
      duration.record((System.nanoTime() - start) / 1e9);
    }
  }

  private String greeting() {
    Span span = tracer.spanBuilder("compose greeting").startSpan();
    try {
      logger.logRecordBuilder().setSeverity(Severity.INFO).setBody("greeting composed").emit();
      return "hello\n";
    } finally {
      span.end();
    }
  }
}
