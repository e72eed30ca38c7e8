package dev.opamp.javaagent.telemetry.metrics;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an application holds of a callback; all seven types of the API differ in name only. */
final class RegistrationHandle
    implements ObservableLongCounter,
        ObservableDoubleCounter,
        ObservableLongUpDownCounter,
        ObservableDoubleUpDownCounter,
        ObservableLongGauge,
        ObservableDoubleGauge,
        BatchCallback {

  private final Runnable unregister;
  private final AtomicBoolean closed = new AtomicBoolean();

  RegistrationHandle(Runnable unregister) {
    this.unregister = unregister;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      unregister.run();
    }
  }
}
