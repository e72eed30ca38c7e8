package dev.opamp.javaagent.testing.suites;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls a service on loopback at a fixed rate until closed. */
final class SteadyTraffic implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final HttpRequest request;

  SteadyTraffic(int port, int perSecond) {
    this.request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello")).build();
    executor.scheduleAtFixedRate(this::call, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  private void call() {
    try {
      if (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
        answered.incrementAndGet();
        return;
      }
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failed.incrementAndGet();
    }
  }

  long answered() {
    return answered.get();
  }

  /** Calls that the host did not answer with 200: the host was hurt. */
  long failed() {
    return failed.get();
  }

  @Override
  public void close() throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(5, TimeUnit.SECONDS);
  }
}
