package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import org.jspecify.annotations.Nullable;

/** Leaves each class to the patcher that knows it; those that the agent has defined to none. */
final class ClassPatchers implements ApiClassHook.Patcher {

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry";

  private final ApiClassHook.Patcher global;
  private final ApiClassHook.@Nullable Patcher sdk;

  /**
   * @param sdk of the classes of an SDK, null when they are left alone
   */
  ClassPatchers(ApiClassHook.Patcher global, ApiClassHook.@Nullable Patcher sdk) {
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
    return patcher == null ? null : patcher.patch(loader, internalName, loaded, classFile);
  }
}
