package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.resources.Resource;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The Resource that the shared state of a signal holds, from 1.68 on behind a provider of it. */
final class SdkResource {

  private SdkResource() {}

  static @Nullable Resource of(Object sharedState) {
    Object resource = SdkField.read(sharedState, "resource");
    if (resource == null) {
      resource = provided(SdkField.read(sharedState, "resourceProvider"));
    }
    return resource instanceof Resource ? (Resource) resource : null;
  }

  private static @Nullable Object provided(@Nullable Object provider) {
    if (provider == null) {
      return null;
    }
    try {
      Method getter = provider.getClass().getMethod("getResource");
      return getter.invoke(provider);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
