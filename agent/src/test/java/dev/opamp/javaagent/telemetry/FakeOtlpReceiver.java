package dev.opamp.javaagent.telemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A real OTLP/HTTP receiver on a loopback port that keeps what it is sent. */
final class FakeOtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  record Request(String path, Map<String, String> headers, byte[] body) {}

  /** Field numbers of {@code trace.proto}, {@code logs.proto} and {@code metrics.proto}. */
  record Item(UnknownFieldSet resource, UnknownFieldSet scope, UnknownFieldSet fields) {
    String text(int field) {
      return utf8(fields.getField(field).getLengthDelimitedList().get(0));
    }

    ByteString bytes(int field) {
      return fields.getField(field).getLengthDelimitedList().get(0);
    }

    int count(int field) {
      return fields.getField(field).getLengthDelimitedList().size();
    }

    /** Returns the string attributes of the resource. */
    Map<String, String> resourceAttributes() {
      Map<String, String> attributes = new HashMap<>();
      for (UnknownFieldSet attribute : messages(resource, 1)) {
        UnknownFieldSet value = messages(attribute, 2).get(0);
        List<ByteString> text = value.getField(1).getLengthDelimitedList();
        attributes.put(
            utf8(attribute.getField(1).getLengthDelimitedList().get(0)),
            text.isEmpty() ? "" : utf8(text.get(0)));
      }
      return attributes;
    }
  }

  FakeOtlpReceiver() throws IOException {
    this(HttpServer.create(anyPort(), 0));
  }

  private FakeOtlpReceiver(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** A receiver whose clients need a certificate. */
  static FakeOtlpReceiver withClientCertificates(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters tls = getSSLContext().getDefaultSSLParameters();
            tls.setNeedClientAuth(true);
            parameters.setSSLParameters(tls);
          }
        });
    return new FakeOtlpReceiver(server);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  void answer(int status) {
    this.status = status;
  }

  /** Keeps every request waiting until the returned latch is counted down. */
  CountDownLatch hold() {
    gate = new CountDownLatch(1);
    return gate;
  }

  List<Item> spans() {
    return items("/v1/traces");
  }

  List<Item> logRecords() {
    return items("/v1/logs");
  }

  List<Item> metrics() {
    return items("/v1/metrics");
  }

  List<String> spanNames() {
    return spans().stream().map(span -> span.text(5)).toList();
  }

  List<String> metricNames() {
    return metrics().stream().map(metric -> metric.text(1)).toList();
  }

  /** The three signals have the same nesting: resource, scope, items. */
  private List<Item> items(String path) {
    List<Item> items = new ArrayList<>();
    for (Request request : requests) {
      if (request.path().equals(path)) {
        for (UnknownFieldSet resource : messages(parse(request.body()), 1)) {
          for (UnknownFieldSet scope : messages(resource, 2)) {
            messages(scope, 2).stream()
                .map(
                    item -> new Item(messages(resource, 1).get(0), messages(scope, 1).get(0), item))
                .forEach(items::add);
          }
        }
      }
    }
    return items;
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] raw = exchange.getRequestBody().readAllBytes();
    byte[] body = gzip ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw;
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    requests.add(new Request(exchange.getRequestURI().getPath(), headers, body));
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int field) {
    Stream<ByteString> all = parent.getField(field).getLengthDelimitedList().stream();
    return all.map(bytes -> parse(bytes.toByteArray())).toList();
  }

  private static UnknownFieldSet parse(byte[] bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String utf8(ByteString bytes) {
    return bytes.toStringUtf8();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
