package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import org.jspecify.annotations.Nullable;

/** Leaves each class to the patcher that knows it; those that the agent has defined to none. */
final class ClassPatchers implements ApiClassHook.Patcher {

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry";

  private final ApiClassHook.Patcher global;
  private final ApiClassHook.Patcher sdk;

  ClassPatchers(ApiClassHook.Patcher global, ApiClassHook.Patcher sdk) {
    this.global = global;
    this.sdk = sdk;
  }

  @Override
  public byte @Nullable [] patch(
      @Nullable ClassLoader loader,
      String internalName,
      @Nullable Class<?> loaded,
      byte[] classFile) {
    if (loader instanceof SdkClassLoader) {
      return null;
    }
    ApiClassHook.Patcher patcher = internalName.equals(GLOBAL) ? global : sdk;
    return patcher.patch(loader, internalName, loaded, classFile);
  }
}
