package dev.opamp.javaagent.testing.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls the sample service at a fixed rate until closed. */
public final class Traffic implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final HttpRequest request;

  public Traffic(int port, int perSecond) {
    this.request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello")).build();
    var unused =
        executor.scheduleAtFixedRate(this::call, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
  }

  private void call() {
    try {
      boolean good = client.send(request, BodyHandlers.ofString()).statusCode() == 200;
      (good ? answers : failures).incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failures.incrementAndGet();
    }
  }

  public long answers() {
    return answers.get();
  }

  /** Calls that were not answered with 200: the host was hurt. */
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(5, TimeUnit.SECONDS);
  }
}
