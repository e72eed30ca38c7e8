package dev.opamp.javaagent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.extension.trace.jaeger.proto.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.opentelemetry.sdk.extension.trace.jaeger.proto.api_v2.Sampling.SamplingStrategyParameters;
import io.opentelemetry.sdk.extension.trace.jaeger.proto.api_v2.Sampling.SamplingStrategyResponse;
import io.opentelemetry.sdk.extension.trace.jaeger.proto.api_v2.Sampling.SamplingStrategyType;
import io.opentelemetry.sdk.extension.trace.jaeger.proto.api_v2.SamplingManagerGrpc.SamplingManagerImplBase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sampler {@code jaeger_remote/development} against a real gRPC server. */
@Timeout(60)
class RemoteSamplerTest {

  private final Queue<String> services = new ConcurrentLinkedQueue<>();
  private volatile double rate = 1;
  private OwnSdkFixture sdk;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    sdk = new OwnSdkFixture();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Strategies())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    sdk.close();
    server.shutdownNow();
  }

  private final class Strategies extends SamplingManagerImplBase {
    @Override
    public void getSamplingStrategy(
        SamplingStrategyParameters request, StreamObserver<SamplingStrategyResponse> observer) {
      services.add(request.getServiceName());
      observer.onNext(
          SamplingStrategyResponse.newBuilder()
              .setStrategyType(SamplingStrategyType.PROBABILISTIC)
              .setProbabilisticSampling(
                  ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(rate))
              .build());
      observer.onCompleted();
    }
  }

  private String remote() {
    return "jaeger_remote/development: {endpoint: \"http://127.0.0.1:%d\", interval: 50,"
            .formatted(server.getPort())
        + " initial_sampler: {always_off: }}";
  }

  private boolean samples() {
    Span span = sdk.tracer().spanBuilder("s").setNoParent().startSpan();
    span.end();
    return span.getSpanContext().isSampled();
  }

  @Test
  void samplingFollowsWhatTheServerSays() throws Exception {
    sdk.apply(
        "resource: {attributes: [{name: service.name, value: shop}]}\n"
            + "tracer_provider: {sampler: {"
            + remote()
            + "}}");

    await().until(this::samples);
    rate = 0;
    await().until(() -> !samples());
    assertThat(services).isNotEmpty().allMatch("shop"::equals);
  }

  @Test
  void otherNameOfTheService_isAskedFor() throws Exception {
    String document =
        "resource: {attributes: [{name: service.name, value: %s}]}\n"
            + "tracer_provider: {sampler: {"
            + remote()
            + "}}";
    sdk.apply(document.formatted("shop"));
    await().until(() -> services.contains("shop"));

    sdk.apply(document.formatted("bank"));

    await().until(() -> services.contains("bank"));
  }

  @Test
  void replacedSampler_asksNoMore_alsoWithinAnother() throws Exception {
    Set<Thread> before = pollers();
    sdk.apply("tracer_provider: {sampler: {parent_based: {root: {" + remote() + "}}}}");
    await().until(this::samples);
    Set<Thread> polling = pollers();
    polling.removeAll(before);
    assertThat(polling).hasSize(1).allMatch(Thread::isDaemon);

    sdk.apply("tracer_provider: {sampler: {always_off: }}");

    assertThat(samples()).isFalse();
    await().until(() -> polling.stream().noneMatch(Thread::isAlive));
  }

  @Test
  void refusedDocument_leavesNoPollerBehind() throws Exception {
    Set<Thread> before = pollers();
    try {
      sdk.prepare(
          "tracer_provider: {sampler: {parent_based: {root: {"
              + remote()
              + "}, local_parent_sampled: {trace_id_ratio_based: {ratio: 7}}}}}");
      throw new AssertionError("accepted");
    } catch (dev.opamp.javaagent.config.ConfigRejectedException e) {
      assertThat(e).hasMessageContaining("ratio");
    }
    await()
        .until(
            () -> {
              Set<Thread> now = pollers();
              now.removeAll(before);
              return now.isEmpty();
            });
  }

  private static Set<Thread> pollers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("JaegerRemoteSampler"))
        .collect(Collectors.toSet());
  }
}
