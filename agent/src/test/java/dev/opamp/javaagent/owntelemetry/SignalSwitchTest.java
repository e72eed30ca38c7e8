package dev.opamp.javaagent.owntelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalSwitchTest {

  private final CountDownLatch closed = new CountDownLatch(1);
  private final SignalPipeline broken =
      new SignalPipeline() {
        @Override
        public void start() {
          throw new NoClassDefFoundError("java/lang/management/ManagementFactory");
        }

        @Override
        public void close() {
          closed.countDown();
        }

        @Override
        public void abandon() {}
      };

  @Test
  void pipelineThatCannotStartIsRefusedAndClosed() throws Exception {
    SignalSwitch signals =
        new SignalSwitch(
            new DestinationCheck(uri -> null),
            new ExportThreads(Thread::new),
            new SignalSlot<>(OwnSignal.METRICS, destination -> broken));

    assertThat(
            signals.apply(
                Map.of(
                    OwnSignal.METRICS,
                    new TelemetryDestination("http://127.0.0.1:4318/v1/metrics", Map.of()))))
        .containsExactly("own_metrics: cannot be started in this JVM");
    assertThat(signals.destinations()).isEmpty();
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
