package dev.opamp.javaagent.telemetry.hostsdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be reached from an object of an SDK: from the SDK all, from others a part. */
final class SdkParts {

  private static final Set<String> KINDS =
      new HashSet<>(
          Arrays.asList(
              "OpenTelemetrySdk", "SdkTracer", "SdkLogger", "PeriodicMetricReader", "Scheduled"));

  private boolean isSdk;
  private @Nullable Object tracerProvider;
  private @Nullable Object tracerState;
  private @Nullable Object loggerState;
  private @Nullable Object propagators;
  private @Nullable List<Object> readers;

  private SdkParts() {}

  /** Looks into an object; the parts that it has nothing to do with stay unknown. */
  static SdkParts of(Object found) {
    SdkParts parts = new SdkParts();
    switch (kindOf(found)) {
      case "OpenTelemetrySdk":
        parts.isSdk = true;
        parts.sdk(found);
        break;
      case "SdkTracer":
        parts.tracerState = SdkField.read(found, "sharedState");
        break;
      case "SdkLogger":
        parts.loggerState = SdkField.read(found, "loggerSharedState");
        break;
      case "PeriodicMetricReader":
        parts.readers = Collections.singletonList(found);
        break;
      case "Scheduled":
        // The task of a periodic reader, an inner class of it.
        parts.readers = Collections.singletonList(SdkField.read(found, "this$0"));
        break;
      default:
        break;
    }
    return parts;
  }

  /** Newer versions extend some of these classes. */
  private static String kindOf(Object found) {
    for (Class<?> type = found.getClass(); type != null; type = type.getSuperclass()) {
      if (KINDS.contains(TypeName.of(type))) {
        return TypeName.of(type);
      }
    }
    return "";
  }

  private void sdk(Object sdk) {
    tracerProvider = unwrapped(SdkField.read(sdk, "tracerProvider"));
    tracerState = SdkField.read(tracerProvider, "sharedState");
    loggerState = SdkField.read(unwrapped(SdkField.read(sdk, "loggerProvider")), "sharedState");
    propagators = SdkField.read(sdk, "propagators");
    Object meterProvider = unwrapped(SdkField.read(sdk, "meterProvider"));
    if (meterProvider != null) {
      readers = readers(SdkField.read(meterProvider, "registeredReaders"));
    }
  }

  /** The SDK shows its providers behind others, of which only the class is another. */
  private static @Nullable Object unwrapped(@Nullable Object provider) {
    Object inner = SdkField.read(provider, "delegate");
    return inner == null ? provider : inner;
  }

  private static List<Object> readers(@Nullable Object registered) {
    List<Object> readers = new ArrayList<>();
    if (registered instanceof Collection) {
      for (Object each : (Collection<?>) registered) {
        Object reader = SdkField.read(each, "metricReader");
        if (reader != null) {
          readers.add(reader);
        }
      }
    }
    return readers;
  }

  /** Whether it is an SDK that is made otherwise than those known: nothing of it can be read. */
  boolean isUnreadable() {
    return isSdk && tracerState == null && loggerState == null && readers().isEmpty();
  }

  /** Whether this is a whole SDK, of which nothing is out of sight. */
  boolean isWhole() {
    return tracerProvider != null;
  }

  /**
   * Whether it is an SDK from which nothing is exported, and to which nothing can be added: some
   * versions of autoconfiguration build one before the real one.
   */
  boolean leadsNowhere() {
    return tracerProvider != null
        && TypeName.isNoop(SdkField.read(tracerState, "activeSpanProcessor"))
        && !hasLogProcessors()
        && readers().isEmpty();
  }

  boolean hasLogProcessors() {
    return loggerState != null
        && !TypeName.isNoop(SdkField.read(loggerState, "logRecordProcessor"));
  }

  @Nullable Object tracerProvider() {
    return tracerProvider;
  }

  @Nullable Object tracerState() {
    return tracerState;
  }

  @Nullable Object loggerState() {
    return loggerState;
  }

  @Nullable Object propagators() {
    return propagators;
  }

  boolean hasMeters() {
    return readers != null;
  }

  List<Object> readers() {
    return readers == null ? Collections.emptyList() : readers;
  }
}
