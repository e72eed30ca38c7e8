package dev.opamp.javaagent.testing.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The server of opamp-go in a process of its own: what to make it say, and what it saw. */
final class Peer implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String opamp;
  private final String control;

  private Peer(Process process, JsonNode addresses) {
    this.process = process;
    this.opamp = addresses.get("opamp").asText();
    this.control = "http://" + addresses.get("control").asText();
  }

  static Peer start(Path program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null) {
      throw new IOException("the peer did not start");
    }
    return new Peer(process, JSON.readTree(line));
  }

  /** The endpoint for an agent; its host name is one of the certificate's. */
  String endpoint(String scheme) {
    return scheme + "://" + opamp + "/v1/opamp";
  }

  /** Sends a message now, exactly as it is; WebSocket alone. */
  void push(String uid, String message) throws IOException, InterruptedException {
    post("/push?uid=" + uid, message);
  }

  /** Makes a message the next reply. */
  void queue(String uid, String message) throws IOException, InterruptedException {
    post("/queue?uid=" + uid, message);
  }

  /** Makes a message every reply; empty for none. */
  void standing(String uid, String message) throws IOException, InterruptedException {
    post("/standing?uid=" + uid, message);
  }

  /** Drops the agent's WebSocket without a word. */
  void disconnect(String uid) throws IOException, InterruptedException {
    post("/disconnect?uid=" + uid, "");
  }

  /** Refuses the next connections, over HTTP the next requests. */
  void reject(int status, int retryAfterSeconds, int times)
      throws IOException, InterruptedException {
    post(
        "/reject",
        "{\"code\":%d,\"headers\":{\"Retry-After\":\"%d\"},\"times\":%d}"
            .formatted(status, retryAfterSeconds, times));
  }

  /**
   * A new client certificate with its key in PKCS #1 form, as PEM: {@code cert} and {@code key}.
   */
  JsonNode clientCertificate(String name) throws IOException, InterruptedException {
    return JSON.readTree(get("/certificate?name=" + name));
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(control + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(control + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body().strip());
    }
  }

  /** Where the log ends now. */
  int now() throws IOException, InterruptedException {
    return log(0).size();
  }

  /** What was seen from one place in the log on. */
  List<PeerEvent> log(int from) throws IOException, InterruptedException {
    List<PeerEvent> events = new ArrayList<>();
    JSON.readTree(get("/log?from=" + from)).forEach(event -> events.add(new PeerEvent(event)));
    return events;
  }

  /** Waits until the log has, from one place on, what is wanted. */
  PeerEvent await(String what, int from, Predicate<PeerEvent> wanted)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<PeerEvent> seen = log(from);
      for (PeerEvent event : seen) {
        if (wanted.test(event)) {
          return event;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("waited in vain for " + what + "; seen since: " + seen);
      }
      Thread.sleep(BETWEEN_LOOKS.toMillis());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
