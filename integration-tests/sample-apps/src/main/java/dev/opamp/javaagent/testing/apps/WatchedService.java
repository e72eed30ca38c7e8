package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A small service that tells, beside its own work, how the JVM it runs in is doing. */
public final class WatchedService {

  private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("watched-service");

  private WatchedService() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/hello", exchange -> answer(exchange, hello()));
    server.createContext("/heap", exchange -> answer(exchange, String.valueOf(liveBytes())));
    server.createContext("/threads", exchange -> answer(exchange, threads()));
    server.start();
    System.out.println("watched-service listening on " + server.getAddress().getPort());
  }

  private static String hello() {
    TRACER.spanBuilder("hello").startSpan().end();
    return "hello";
  }

  private static long liveBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    // One collection leaves what only finalizers and soft references keep.
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static String threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
