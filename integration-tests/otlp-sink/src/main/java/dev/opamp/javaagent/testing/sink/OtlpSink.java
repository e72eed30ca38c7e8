package dev.opamp.javaagent.testing.sink;

import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A receiver of OTLP over HTTP and gRPC on loopback. */
public final class OtlpSink implements AutoCloseable {

  private final SinkStore store;
  private final OtlpHttpReceiver http;
  private final OtlpGrpcReceiver grpc;

  /**
   * Starts receiving.
   *
   * @param httpPort 0 for any free port
   * @param grpcPort 0 for any free port
   */
  public OtlpSink(int httpPort, int grpcPort) throws IOException {
    this(httpPort, grpcPort, null, false, new SinkStore());
  }

  private OtlpSink(
      int httpPort,
      int grpcPort,
      @Nullable SSLContext tls,
      boolean clientCertificates,
      SinkStore store)
      throws IOException {
    this.store = store;
    this.http = new OtlpHttpReceiver(httpPort, store, tls, clientCertificates);
    this.grpc = new OtlpGrpcReceiver(grpcPort, store);
  }

  /** Starts on free ports. */
  public static OtlpSink start() throws IOException {
    return new OtlpSink(0, 0);
  }

  /** Starts on free ports, the one for HTTP with TLS and only for clients with a certificate. */
  public static OtlpSink startWithClientCertificates(SSLContext tls) throws IOException {
    return new OtlpSink(0, 0, tls, true, new SinkStore());
  }

  /** Starts on free ports, the one for HTTP with TLS. */
  public static OtlpSink startWithTls(SSLContext tls) throws IOException {
    return new OtlpSink(0, 0, tls, false, new SinkStore());
  }

  /** Starts on free ports and keeps nothing: every export goes to the receiver, one at a time. */
  public static OtlpSink startForwarding(Consumer<ReceivedExport> receiver) throws IOException {
    return new OtlpSink(0, 0, null, false, new SinkStore(receiver));
  }

  public SinkStore store() {
    return store;
  }

  public int httpPort() {
    return http.port();
  }

  public int grpcPort() {
    return grpc.port();
  }

  /** Base URL for {@code OTEL_EXPORTER_OTLP_ENDPOINT} with {@code http/protobuf}. */
  public String httpEndpoint() {
    return http.scheme() + "://127.0.0.1:" + httpPort();
  }

  /** Base URL for {@code OTEL_EXPORTER_OTLP_ENDPOINT} with {@code grpc}. */
  public String grpcEndpoint() {
    return "http://127.0.0.1:" + grpcPort();
  }

  /** Answers every later HTTP export with this status; 200 is the normal answer. */
  public void answerHttpWith(int status) {
    http.answerWith(status);
  }

  /** Answers the next HTTP export like this, before what {@link #answerHttpWith} says. */
  public void answerNextHttpWith(int status, Map<String, String> headers) {
    http.answerNextWith(status, headers);
  }

  @Override
  public void close() {
    http.close();
    grpc.close();
  }
}
