package dev.opamp.javaagent.testing.sink;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** OTLP/gRPC for the three signals. */
final class OtlpGrpcReceiver implements AutoCloseable {

  private static final Context.Key<Map<String, String>> HEADERS = Context.key("headers");

  private final Server server;

  OtlpGrpcReceiver(int port, SinkStore store) throws IOException {
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .intercept(new HeaderCapture())
            .addService(new Traces(store))
            .addService(new Metrics(store))
            .addService(new Logs(store))
            .addService(SamplingStrategies.service())
            .build()
            .start();
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static <T> void accept(
      SinkStore store,
      Signal signal,
      String method,
      Message request,
      T response,
      StreamObserver<T> observer) {
    Map<String, String> headers = HEADERS.get();
    store.add(
        new ReceivedExport(
            Instant.now(),
            signal,
            "grpc",
            method,
            headers,
            headers.getOrDefault("grpc-encoding", "identity"),
            null,
            request));
    observer.onNext(response);
    observer.onCompleted();
  }

  private static final class HeaderCapture implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
      Map<String, String> headers = new TreeMap<>();
      for (String name : metadata.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
          headers.put(name, value == null ? "" : value);
        }
      }
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, headers), call, metadata, next);
    }
  }

  private static final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    private final SinkStore store;

    Traces(SinkStore store) {
      this.store = store;
    }

    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      String method = TraceServiceGrpc.getExportMethod().getFullMethodName();
      var response = ExportTraceServiceResponse.getDefaultInstance();
      accept(store, Signal.TRACES, method, request, response, observer);
    }
  }

  private static final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    private final SinkStore store;

    Metrics(SinkStore store) {
      this.store = store;
    }

    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> observer) {
      String method = MetricsServiceGrpc.getExportMethod().getFullMethodName();
      var response = ExportMetricsServiceResponse.getDefaultInstance();
      accept(store, Signal.METRICS, method, request, response, observer);
    }
  }

  private static final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
    private final SinkStore store;

    Logs(SinkStore store) {
      this.store = store;
    }

    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> observer) {
      String method = LogsServiceGrpc.getExportMethod().getFullMethodName();
      var response = ExportLogsServiceResponse.getDefaultInstance();
      accept(store, Signal.LOGS, method, request, response, observer);
    }
  }
}
