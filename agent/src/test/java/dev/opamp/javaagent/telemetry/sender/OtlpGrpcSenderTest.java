package dev.opamp.javaagent.telemetry.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** OTLP over gRPC against a real server, by way of the library's exporter. */
@Timeout(60)
class OtlpGrpcSenderTest {

  private static final int BURST = 300;

  private final AtomicInteger received = new AtomicInteger();
  private Server server;
  private OtlpGrpcSpanExporter exporter;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .fallbackHandlerRegistry(new AnyMethod())
            .build()
            .start();
    exporter =
        OtlpGrpcSpanExporter.builder().setEndpoint("http://127.0.0.1:" + server.getPort()).build();
  }

  @AfterEach
  void stop() {
    exporter.shutdown();
    server.shutdownNow();
  }

  @Test
  void burstOfRequests_noneIsRejected() {
    List<CompletableResultCode> results = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      results.add(exporter.export(List.of(span())));
    }

    CompletableResultCode all = CompletableResultCode.ofAll(results).join(30, TimeUnit.SECONDS);

    assertThat(all.isSuccess()).isTrue();
    assertThat(received).hasValue(BURST);
  }

  @Test
  void shutdown_endsTheThreads() {
    assertThat(exporter.export(List.of(span())).join(30, TimeUnit.SECONDS).isSuccess()).isTrue();

    assertThat(exporter.shutdown().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();

    assertThat(exporter.export(List.of(span())).join(30, TimeUnit.SECONDS).isSuccess()).isFalse();
  }

  private static TestSpanData span() {
    return TestSpanData.builder()
        .setName("s")
        .setKind(io.opentelemetry.api.trace.SpanKind.INTERNAL)
        .setStartEpochNanos(1)
        .setEndEpochNanos(2)
        .setStatus(StatusData.unset())
        .setHasEnded(true)
        .build();
  }

  /** Answers each request with the empty message, which is every OTLP signal's success. */
  private final class AnyMethod extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodType.UNARY)
              .setFullMethodName(name)
              .setRequestMarshaller(new Bytes())
              .setResponseMarshaller(new Bytes())
              .build();
      return ServerMethodDefinition.create(
          method,
          ServerCalls.asyncUnaryCall(
              (request, observer) -> {
                received.incrementAndGet();
                observer.onNext(new byte[0]);
                observer.onCompleted();
              }));
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
