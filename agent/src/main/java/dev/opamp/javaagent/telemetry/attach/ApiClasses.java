package dev.opamp.javaagent.telemetry.attach;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The classes of an application's OpenTelemetry API that an SDK of the agent is to use. */
final class ApiClasses {

  private static final String INTERNAL = "io.opentelemetry.api.internal.";
  private static final String LOGS = "io.opentelemetry.api.logs.";

  /**
   * Collections of static methods that no API hands out. They change from version to version, as
   * nobody but the SDK is to use them, so the SDK has those it was made with.
   */
  private static final Set<String> UTILITIES =
      new HashSet<>(
          Arrays.asList(
              INTERNAL + "ConfigUtil",
              INTERNAL + "OtelEncodingUtils",
              INTERNAL + "StringUtils",
              INTERNAL + "TemporaryBuffers"));

  private final ClassLoader application;
  private volatile @Nullable Boolean logs;

  ApiClasses(ClassLoader application) {
    this.application = application;
  }

  /** Returns the class, or null when the SDK is to use the agent's copy. */
  @Nullable Class<?> find(String name) {
    if (!isApi(name) || UTILITIES.contains(name) || (name.startsWith(LOGS) && !hasLogs())) {
      return null;
    }
    try {
      return application.loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static boolean isApi(String name) {
    return name.startsWith("io.opentelemetry.context.")
        || name.startsWith("io.opentelemetry.common.")
        || (name.startsWith("io.opentelemetry.api.")
            && !name.startsWith("io.opentelemetry.api.incubator."));
  }

  /**
   * Whether logs are a part of the API. Before they were, an alpha artifact had a package of the
   * same name with other methods, which an application may have besides.
   */
  private boolean hasLogs() {
    Boolean known = logs;
    if (known == null) {
      known = looksForLogs();
      logs = known;
    }
    return known;
  }

  private boolean looksForLogs() {
    try {
      Class<?> api = application.loadClass("io.opentelemetry.api.OpenTelemetry");
      return Arrays.stream(api.getMethods()).anyMatch(m -> m.getName().equals("getLogsBridge"));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
