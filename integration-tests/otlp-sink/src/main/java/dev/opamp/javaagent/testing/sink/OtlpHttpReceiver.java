package dev.opamp.javaagent.testing.sink;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * OTLP/HTTP. Any path is taken: a path that contains {@code metrics} or {@code logs} is of that
 * signal, every other one is traces, so that exact custom URLs can be checked.
 */
final class OtlpHttpReceiver implements AutoCloseable {

  private record Answer(int status, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool(OtlpHttpReceiver::daemon);
  private final SinkStore store;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private volatile Answer otherwise = new Answer(200, Map.of());

  /**
   * @param tls null for plain HTTP
   * @param clientCertificates whether every client needs a certificate; only with TLS
   */
  OtlpHttpReceiver(int port, SinkStore store, @Nullable SSLContext tls, boolean clientCertificates)
      throws IOException {
    this.store = store;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.server =
        tls == null ? HttpServer.create(address, 0) : encrypted(address, tls, clientCertificates);
    server.setExecutor(executor);
    server.createContext("/", this::receive);
    server.createContext("/sink", new SinkQueries(store));
    server.start();
  }

  private static HttpServer encrypted(
      InetSocketAddress address, SSLContext tls, boolean clientCertificates) throws IOException {
    HttpsServer server = HttpsServer.create(address, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientCertificates);
            parameters.setSSLParameters(ssl);
          }
        });
    return server;
  }

  String scheme() {
    return server instanceof HttpsServer ? "https" : "http";
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "otlp-sink-http");
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return server.getAddress().getPort();
  }

  void answerWith(int status) {
    this.otherwise = new Answer(status, Map.of());
  }

  void answerNextWith(int status, Map<String, String> headers) {
    script.add(new Answer(status, headers));
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer scripted = script.poll();
      Answer answer = scripted == null ? otherwise : scripted;
      ReceivedExport export = decode(exchange, body);
      if (answer.status == 200) {
        store.add(export);
      } else {
        store.addRefused(export);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status, -1);
    }
  }

  private static ReceivedExport decode(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(",", values)));
    String path = exchange.getRequestURI().toString();
    boolean gzip = "gzip".equals(headers.get("content-encoding"));
    Signal signal = signalOf(path);
    Message message;
    try (InputStream in = new java.io.ByteArrayInputStream(body);
        InputStream plain = gzip ? new GZIPInputStream(in) : in) {
      message = parse(signal, plain);
    }
    return new ReceivedExport(
        Instant.now(),
        signal,
        "http/protobuf",
        path,
        headers,
        gzip ? "gzip" : "identity",
        clientOf(exchange),
        message);
  }

  private static @Nullable String clientOf(HttpExchange exchange) {
    try {
      return exchange instanceof HttpsExchange secure
          ? secure.getSSLSession().getPeerPrincipal().getName()
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private static Signal signalOf(String path) {
    if (path.contains("metrics")) {
      return Signal.METRICS;
    }
    return path.contains("logs") ? Signal.LOGS : Signal.TRACES;
  }

  private static Message parse(Signal signal, InputStream in) throws IOException {
    return switch (signal) {
      case TRACES -> ExportTraceServiceRequest.parseFrom(in);
      case METRICS -> ExportMetricsServiceRequest.parseFrom(in);
      case LOGS -> ExportLogsServiceRequest.parseFrom(in);
    };
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
