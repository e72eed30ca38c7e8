package dev.opamp.javaagent.testing.sink;

import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a Jaeger collector tells remote samplers: to sample everything. The messages are written by
 * hand, for there is one answer to every question.
 */
final class SamplingStrategies {

  private static final String SERVICE = "jaeger.api_v2.SamplingManager";

  /** Field 2 of SamplingStrategyResponse is the probabilistic strategy, its field 1 the rate. */
  private static final byte[] EVERYTHING =
      ByteBuffer.allocate(11)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(new byte[] {0x12, 9, 0x09})
          .putDouble(1)
          .array();

  private SamplingStrategies() {}

  static ServerServiceDefinition service() {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(SERVICE, "GetSamplingStrategy"))
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(EVERYTHING);
                  observer.onCompleted();
                }))
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
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
