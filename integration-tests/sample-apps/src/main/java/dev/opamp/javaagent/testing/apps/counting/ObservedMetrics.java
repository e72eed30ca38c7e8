package dev.opamp.javaagent.testing.apps.counting;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;

/** Observable instruments, registered once, over values that the workers change. */
final class ObservedMetrics {

  private final List<String> routes;
  private final Sums jobs = new Sums();
  private final Sums cpu = new Sums();
  private final Sums queue = new Sums();
  private final Sums temperature = new Sums();

  ObservedMetrics(Meter meter, List<String> routes) {
    this.routes = routes;
    meter.counterBuilder("soak.jobs").buildWithCallback(to -> observeWhole(jobs, to));
    meter.counterBuilder("soak.cpu").ofDoubles().buildWithCallback(to -> observe(cpu, to));
    meter.upDownCounterBuilder("soak.queue").buildWithCallback(to -> observeWhole(queue, to));
    meter.gaugeBuilder("soak.temperature").buildWithCallback(to -> observe(temperature, to));
  }

  void change(String route, int turn) {
    jobs.add(route, 4);
    cpu.add(route, 1 + turn % 5);
    queue.set(route, 4L * (turn % 13));
    temperature.set(route, turn % 101);
  }

  private void observeWhole(Sums values, ObservableLongMeasurement to) {
    for (String route : routes) {
      to.record(values.get(route) / 4, Attributes.of(SyncMetrics.ROUTE, route));
    }
  }

  private void observe(Sums values, ObservableDoubleMeasurement to) {
    for (String route : routes) {
      to.record(values.get(route) * Sums.QUARTER, Attributes.of(SyncMetrics.ROUTE, route));
    }
  }

  void report(StringBuilder into) {
    jobs.report("sum", "soak.jobs", into);
    cpu.report("sum", "soak.cpu", into);
    queue.report("last", "soak.queue", into);
    temperature.report("last", "soak.temperature", into);
  }
}
