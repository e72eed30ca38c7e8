package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** A service that asks for its tracer at every request, so that an SDK may come late. */
public final class LateService {

  private LateService() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hello", LateService::hello);
    server.createContext("/held", LateService::held);
    server.createContext("/threads", LateService::threads);
    server.start();
    System.out.println("late-service listening on " + server.getAddress().getPort());
  }

  private static void hello(HttpExchange exchange) throws IOException {
    try (exchange) {
      GlobalOpenTelemetry.getTracer("late-service").spanBuilder("GET /hello").startSpan().end();
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** Uses what was obtained at the first call, and says whether that records. */
  private static void held(HttpExchange exchange) throws IOException {
    Span span = Held.TELEMETRY.getTracer("held").spanBuilder("GET /held").startSpan();
    Held.TELEMETRY.getMeter("held").counterBuilder("held").build().add(1);
    Held.TELEMETRY.getLogsBridge().get("held").logRecordBuilder().setBody("held").emit();
    String answer = span.isRecording() ? "recording" : "silent";
    span.end();
    answer(exchange, answer);
  }

  /** Names the threads of the JVM, one in a line. */
  private static void threads(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .collect(Collectors.joining("\n")));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** As many applications do: obtained once, at first use. */
  private static final class Held {
    static final OpenTelemetry TELEMETRY = GlobalOpenTelemetry.get();
  }
}
