package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service that makes every kind of telemetry there is, so that each key of a configuration can be
 * seen in what arrives. {@code /hello} is its ordinary work; the other paths make what the query
 * asks for, and answer what the application itself saw of it.
 */
public final class TypedService {

  private final TypedSpans spans;
  private final TypedLogs logs;
  private final TypedMetrics metrics;
  private final Propagation propagation;

  private TypedService(OpenTelemetry telemetry) {
    this.spans = new TypedSpans(telemetry);
    this.logs = new TypedLogs(telemetry);
    this.metrics = new TypedMetrics(telemetry);
    this.propagation = new Propagation(telemetry);
  }

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    TypedService service = new TypedService(GlobalOpenTelemetry.get());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    serve(server, "/hello", request -> service.hello());
    serve(server, "/spans", service.spans::make);
    serve(server, "/rich-span", service.spans::rich);
    serve(server, "/logs", service.logs::make);
    serve(server, "/rich-log", service.logs::rich);
    serve(server, "/measure", service.metrics::measure);
    server.createContext("/inject", exchange -> answer(exchange, () -> service.inject(exchange)));
    server.start();
    System.out.println("typed-service listening on " + server.getAddress().getPort());
  }

  private String hello() {
    spans.inServerSpan(
        () -> {
          metrics.work();
          logs.work();
        });
    metrics.workOutsideOfSpans();
    return "hello";
  }

  private String inject(HttpExchange exchange) {
    return propagation.answer(exchange.getRequestHeaders());
  }

  private static void serve(
      HttpServer server, String path, Function<Map<String, String>, String> answer) {
    server.createContext(
        path, exchange -> answer(exchange, () -> answer.apply(Query.of(exchange.getRequestURI()))));
  }

  /** What an application must never see is an exception of its telemetry: it is an answer 500. */
  private static void answer(HttpExchange exchange, Supplier<String> work) throws IOException {
    int status = 200;
    String text;
    try {
      text = work.get();
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      status = 500;
      text = e.toString();
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (HttpExchange answered = exchange) {
      answered.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      answered.getResponseBody().write(body);
    }
  }
}
