package dev.opamp.javaagent.testing.apps.counting;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Makes 2,000 spans, 1,000 log records and 1,000 recordings of metrics a second from eight threads,
 * and says afterwards exactly what it made.
 *
 * <p>{@code /start} begins, {@code /stop} ends the load and answers with the counts; {@code /heap}
 * and {@code /threads} tell how the JVM is.
 */
public final class CountingService {

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Work> works = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final SyncMetrics sync;
  private final ObservedMetrics observed;

  private CountingService(OpenTelemetry telemetry) {
    Meter meter = telemetry.getMeter("counting.metrics");
    this.sync = new SyncMetrics(meter);
    this.observed = new ObservedMetrics(meter, List.of("a", "b", "c", "d"));
    for (int i = 0; i < 4; i++) {
      works.add(new SpanWorker(telemetry, i));
    }
    works.add(new LogWorker(telemetry, 0));
    works.add(new LogWorker(telemetry, 1));
    works.add(new MetricWorker(sync, observed, "a", "b"));
    works.add(new MetricWorker(sync, observed, "c", "d"));
  }

  /** Serves until the process is ended. */
  public static void main(String[] args) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    CountingService service = new CountingService(GlobalOpenTelemetry.get());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.createContext("/start", exchange -> answer(exchange, service.start()));
    server.createContext("/stop", exchange -> answer(exchange, service.stop()));
    server.createContext("/heap", exchange -> answer(exchange, String.valueOf(liveBytes())));
    server.createContext("/threads", exchange -> answer(exchange, threadNames()));
    server.start();
    System.out.println("counting-service listening on " + server.getAddress().getPort());
  }

  private synchronized String start() {
    for (Work work : works) {
      Thread thread = new Thread(() -> run(work), "load-" + threads.size());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return "started";
  }

  private void run(Work work) {
    Pace pace = new Pace(over);
    try {
      while (pace.awaitTick()) {
        work.tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    work.finish();
  }

  private synchronized String stop() {
    over.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    StringBuilder report = new StringBuilder();
    works.forEach(work -> work.report(report));
    sync.report(report);
    observed.report(report);
    return report.toString();
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

  private static String threadNames() {
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
