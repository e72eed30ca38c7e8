package dev.opamp.javaagent.testing.suites;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks the {@code WatchedService} of a host how it is, all the time and on demand. */
final class HostPulse implements AutoCloseable {

  private final int port;
  private final Thread beat;
  private final List<Long> nanos = new ArrayList<>();
  private int failures;

  HostPulse(int port) {
    this.port = port;
    this.beat = new Thread(this::run, "host-pulse");
    beat.setDaemon(true);
    beat.start();
  }

  int port() {
    return port;
  }

  /** Live heap after collections, in bytes. */
  long liveHeap() throws IOException {
    return Long.parseLong(get("/heap"));
  }

  /** Names of all threads. */
  List<String> threads() throws IOException {
    return get("/threads").lines().toList();
  }

  /** Forgets what was measured. */
  synchronized void restart() {
    nanos.clear();
    failures = 0;
  }

  synchronized int failures() {
    return failures;
  }

  /** Median time of an answer since the restart. */
  synchronized Duration median() {
    if (nanos.isEmpty()) {
      return Duration.ZERO;
    }
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return Duration.ofNanos(sorted.get(sorted.size() / 2));
  }

  @Override
  public void close() throws InterruptedException {
    beat.interrupt();
    beat.join(5000);
  }

  private void run() {
    try {
      while (true) {
        long start = System.nanoTime();
        boolean good = isAnswered();
        note(good, System.nanoTime() - start);
        Thread.sleep(100);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnswered() {
    try {
      return get("/hello").equals("hello");
    } catch (IOException e) {
      return false;
    }
  }

  private synchronized void note(boolean good, long took) {
    nanos.add(took);
    failures += good ? 0 : 1;
  }

  private String get(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(10_000);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
