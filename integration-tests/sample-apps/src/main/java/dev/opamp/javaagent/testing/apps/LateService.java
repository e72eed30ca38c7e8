package dev.opamp.javaagent.testing.apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A service that asks for its tracer at every request, so that an SDK may come late. */
public final class LateService {

  private LateService() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hello", LateService::hello);
    server.start();
    System.out.println("late-service listening on " + server.getAddress().getPort());
  }

  private static void hello(HttpExchange exchange) throws IOException {
    try (exchange) {
      GlobalOpenTelemetry.getTracer("late-service").spanBuilder("GET /hello").startSpan().end();
      exchange.sendResponseHeaders(200, -1);
    }
  }
}
