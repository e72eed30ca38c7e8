package dev.opamp.javaagent.telemetry.olderapi;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.internal.ImmutableKeyValuePairs;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceFlagsBuilder;
import io.opentelemetry.common.ComponentLoader;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Methods that stand in for those of newer APIs: each has the name of the missing one and its
 * arguments, after the object it is called on. The calls are rewritten when the SDK is loaded.
 */
public final class OlderApi {

  private static final byte RANDOM_TRACE_ID = 0x02;

  private OlderApi() {}

  /** For {@code TraceFlags.builder()}. */
  public static TraceFlagsBuilder builder() {
    return new Flags();
  }

  /** For {@code TraceFlags.isTraceIdRandom()}. */
  public static boolean isTraceIdRandom(TraceFlags flags) {
    return (flags.asByte() & RANDOM_TRACE_ID) != 0;
  }

  /** For {@code GlobalOpenTelemetry.getOrNoop()}: {@code get} would set a no-op for good. */
  public static OpenTelemetry getOrNoop() {
    try {
      Field field = GlobalOpenTelemetry.class.getDeclaredField("globalOpenTelemetry");
      field.setAccessible(true);
      Object set = field.get(null);
      return set == null ? OpenTelemetry.noop() : (OpenTelemetry) set;
    } catch (ReflectiveOperationException | RuntimeException e) {
      // The SDK's metrics about its own exporters are not worth a failure.
      return OpenTelemetry.noop();
    }
  }

  /** For {@code ImmutableKeyValuePairs.getData()}: keys and values in turn. */
  public static Object[] getData(ImmutableKeyValuePairs<?, ?> pairs) {
    Object[] data = new Object[2 * pairs.size()];
    int[] next = {0};
    pairs.forEach(
        (key, value) -> {
          data[next[0]++] = key;
          data[next[0]++] = value;
        });
    return data;
  }

  /** For {@code ComponentLoader.loadList(ComponentLoader, Class)}. */
  public static <T> List<T> loadList(ComponentLoader loader, Class<T> type) {
    List<T> all = new ArrayList<>();
    loader.load(type).forEach(all::add);
    return all;
  }

  /**
   * For {@code DoubleHistogramBuilder.setExplicitBucketBoundariesAdvice(List)}: an application
   * without that method gives no advice.
   */
  public static DoubleHistogramBuilder setExplicitBucketBoundariesAdvice(
      DoubleHistogramBuilder builder, @Nullable List<Double> boundaries) {
    return builder;
  }

  /** For {@code LongHistogramBuilder.setExplicitBucketBoundariesAdvice(List)}. */
  public static LongHistogramBuilder setExplicitBucketBoundariesAdvice(
      LongHistogramBuilder builder, @Nullable List<Long> boundaries) {
    return builder;
  }

  private static final class Flags implements TraceFlagsBuilder {

    private byte flags;

    @Override
    public TraceFlagsBuilder setSampled(boolean sampled) {
      return set(TraceFlags.getSampled().asByte(), sampled);
    }

    @Override
    public TraceFlagsBuilder setRandomTraceId(boolean random) {
      return set(RANDOM_TRACE_ID, random);
    }

    private TraceFlagsBuilder set(byte flag, boolean on) {
      flags = (byte) (on ? flags | flag : flags & ~flag);
      return this;
    }

    @Override
    public TraceFlags build() {
      return TraceFlags.fromByte(flags);
    }
  }
}
