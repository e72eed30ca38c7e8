package dev.opamp.javaagent.testing.sink;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Runs the sink alone: {@code java -jar otlp-sink-standalone.jar [http-port] [grpc-port]}. */
public final class OtlpSinkMain {

  private OtlpSinkMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int httpPort = args.length > 0 ? Integer.parseInt(args[0]) : 4318;
    int grpcPort = args.length > 1 ? Integer.parseInt(args[1]) : 4317;
    try (OtlpSink sink = new OtlpSink(httpPort, grpcPort)) {
      System.out.println(
          "OTLP/HTTP on " + sink.httpEndpoint() + ", gRPC on " + sink.grpcEndpoint());
      System.out.println("Counts: " + sink.httpEndpoint() + "/sink/counts");
      new CountDownLatch(1).await();
    }
  }
}
