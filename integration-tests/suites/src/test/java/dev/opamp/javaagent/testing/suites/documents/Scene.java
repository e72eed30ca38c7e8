package dev.opamp.javaagent.testing.suites.documents;

import dev.opamp.javaagent.testing.sink.OtlpSink;
import dev.opamp.javaagent.testing.sink.ReceivedExport;
import dev.opamp.javaagent.testing.sink.ReceivedLog;
import dev.opamp.javaagent.testing.sink.ReceivedSpan;
import dev.opamp.javaagent.testing.sink.Signal;
import dev.opamp.javaagent.testing.sink.SinkStore;
import dev.opamp.javaagent.testing.suites.HostProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A managed service under load, while one document is in force. */
public final class Scene {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final HttpClient client = HttpClient.newHttpClient();
  private final HostProcess host;
  private final int servicePort;
  private final OtlpSink sink;
  private final OtlpSink second;
  private final OtlpSink secure;
  private final Places places;
  private final Runnable revert;
  private final Runnable reconnect;
  private final Instant since;
  private final int outBefore;
  private final int errBefore;

  /** The parts of a scene that stay the same from row to row. */
  public record Stage(
      HostProcess host,
      int servicePort,
      OtlpSink sink,
      OtlpSink second,
      OtlpSink secure,
      Places places,
      Runnable revert,
      Runnable reconnect) {}

  /**
   * @param outBefore lines that the host had printed before the document was offered
   */
  public Scene(Stage stage, int outBefore, int errBefore) {
    this.host = stage.host();
    this.servicePort = stage.servicePort();
    this.sink = stage.sink();
    this.second = stage.second();
    this.secure = stage.secure();
    this.places = stage.places();
    this.revert = stage.revert();
    this.reconnect = stage.reconnect();
    this.since = Instant.now();
    this.outBefore = outBefore;
    this.errBefore = errBefore;
  }

  /** Spans arrive, but those of {@code /healthz}. */
  public void assertSampledByRoute() throws Exception {
    SpanSeen.none("attribute=http.route:/healthz").in(this);
    SpanSeen.all("attribute=http.route:/hello").in(this);
  }

  /** A name that nothing else in this JVM has, for finding at the sink what the test asked for. */
  static String name() {
    return "probe-" + NAMES.incrementAndGet();
  }

  Places places() {
    return places;
  }

  SinkStore sink() {
    return sink.store();
  }

  SinkStore second() {
    return second.store();
  }

  SinkStore secure() {
    return secure.store();
  }

  /** The document is in force since then. */
  Instant since() {
    return since;
  }

  /** Takes the document back: what is buffered is exported. */
  void revert() {
    revert.run();
  }

  /** Cuts the connection to the server, and waits for the next one. */
  void reconnect() {
    reconnect.run();
  }

  /** Asks the service for something; the answer's lines are {@code key=value}. */
  Map<String, String> ask(String pathAndQuery, String... headers)
      throws IOException, InterruptedException {
    String body = get("http://127.0.0.1:" + servicePort + pathAndQuery, headers);
    Map<String, String> answer = new TreeMap<>();
    body.lines().forEach(line -> answer.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return answer;
  }

  String get(String url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(url + " answers " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  void await(String what, Predicate<SinkStore> condition)
      throws InterruptedException, TimeoutException {
    sink.store().await(what, condition, PATIENCE);
  }

  void awaitSecond(String what, Predicate<SinkStore> condition)
      throws InterruptedException, TimeoutException {
    second.store().await(what, condition, PATIENCE);
  }

  void awaitSecure(String what, Predicate<SinkStore> condition)
      throws InterruptedException, TimeoutException {
    secure.store().await(what, condition, PATIENCE);
  }

  String awaitErrorLine(Predicate<String> wanted) throws InterruptedException, TimeoutException {
    return host.awaitErrorLineFrom(errBefore, wanted, PATIENCE);
  }

  String awaitLine(Predicate<String> wanted) throws InterruptedException, TimeoutException {
    return host.awaitLineFrom(outBefore, wanted, PATIENCE);
  }

  /** Waits until a file holds something; files cannot be waited for but by looking. */
  String awaitFile(String name, Predicate<String> wanted) {
    return Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(() -> Files.readString(places.file(name)), wanted);
  }

  /** Reads a page again and again until it is like that. */
  void awaitPage(String url, Predicate<String> wanted) {
    Awaitility.await(url)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> get(url), wanted);
  }

  List<ReceivedSpan> spansNamed(String name) {
    return sink.store().spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  List<ReceivedLog> logsNamed(String name) {
    return sink.store().logs().stream().filter(log -> log.body().equals(name)).toList();
  }

  /** Requests of a signal that came since the document is in force. */
  List<ReceivedExport> exports(Signal signal) {
    return exports(sink.store(), signal);
  }

  List<ReceivedExport> exports(SinkStore store, Signal signal) {
    return store.exports(signal).stream().filter(export -> export.at().isAfter(since)).toList();
  }
}
