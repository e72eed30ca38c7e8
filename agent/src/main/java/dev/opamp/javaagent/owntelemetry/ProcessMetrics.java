package dev.opamp.javaagent.owntelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code process.*} as the semantic conventions have them, measured by the operating system. What
 * cannot be measured is not there; only Linux has all of them.
 */
final class ProcessMetrics implements MetricSource {

  private static final AttributeKey<String> MODE = AttributeKey.stringKey("cpu.mode");
  private static final double MILLIS_PER_SECOND = 1000;

  private final ProcessStatus status;

  ProcessMetrics(ProcessStatus status) {
    this.status = status;
  }

  @Override
  public void register(Meter meter) {
    meter
        .counterBuilder("process.cpu.time")
        .ofDoubles()
        .setUnit("s")
        .setDescription("Total CPU seconds broken down by different CPU modes.")
        .buildWithCallback(
            measurement -> {
              observe(measurement, status.userSeconds(), "user");
              observe(measurement, status.systemSeconds(), "system");
            });
    register(
        meter,
        "process.memory.usage",
        "By",
        "The amount of physical memory in use.",
        status::residentBytes);
    register(
        meter,
        "process.memory.virtual",
        "By",
        "The amount of committed virtual memory.",
        status::virtualBytes);
    register(meter, "process.thread.count", "{thread}", "Process threads count.", status::threads);
    register(
        meter,
        "process.unix.file_descriptor.count",
        "{file_descriptor}",
        "Number of unix file descriptors in use by the process.",
        status::openFileDescriptors);
    meter
        .gaugeBuilder("process.uptime")
        .setUnit("s")
        .setDescription("The time the process has been running.")
        .buildWithCallback(
            measurement ->
                measurement.record(
                    ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND));
  }

  private static void register(
      Meter meter, String name, String unit, String description, Supplier<@Nullable Long> value) {
    meter
        .upDownCounterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildWithCallback(
            measurement -> {
              Long now = value.get();
              if (now != null) {
                measurement.record(now);
              }
            });
  }

  private static void observe(
      ObservableDoubleMeasurement measurement, @Nullable Double seconds, String mode) {
    if (seconds != null) {
      measurement.record(seconds, Attributes.of(MODE, mode));
    }
  }
}
