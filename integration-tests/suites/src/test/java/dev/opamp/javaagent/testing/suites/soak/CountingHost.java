package dev.opamp.javaagent.testing.suites.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The {@code CountingService} of a host process, over HTTP. */
final class CountingHost {

  /** Class name of the service. */
  static final String SERVICE = "dev.opamp.javaagent.testing.apps.counting.CountingService";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  CountingHost(int port) {
    this.port = port;
  }

  void startLoad() throws IOException, InterruptedException {
    get("/start");
  }

  /** Ends the load, and returns what it made. */
  Produced stopLoad() throws IOException, InterruptedException {
    return Produced.parse(get("/stop"));
  }

  /** Live heap after collections, in bytes. */
  long liveHeap() throws IOException, InterruptedException {
    return Long.parseLong(get("/heap"));
  }

  List<String> threads() throws IOException, InterruptedException {
    return get("/threads").lines().toList();
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
