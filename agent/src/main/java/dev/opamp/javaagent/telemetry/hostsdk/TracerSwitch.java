package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Switches tracers of a provider on and off. SDKs from 1.47 on let a provider be told while it
 * runs, through classes that have moved from one version to the next: so by reflection.
 */
final class TracerSwitch {

  private static final String SETTER = "setTracerConfigurator";

  private final Object provider;
  private final Method setter;
  private final Object own;
  private final Object enabled;
  private final Object disabled;

  private TracerSwitch(
      Object provider, Method setter, Object own, Object enabled, Object disabled) {
    this.provider = provider;
    this.setter = setter;
    this.own = own;
    this.enabled = enabled;
    this.disabled = disabled;
  }

  /** Returns the switch, or null when the provider has none. */
  static @Nullable TracerSwitch of(@Nullable Object provider) {
    Object own = SdkField.read(provider, "tracerConfigurator");
    if (provider == null || own == null) {
      return null;
    }
    try {
      for (Method method : provider.getClass().getDeclaredMethods()) {
        if (method.getName().equals(SETTER) && method.getParameterCount() == 1) {
          method.setAccessible(true);
          Class<?> config =
              Class.forName(
                  "io.opentelemetry.sdk.trace.internal.TracerConfig",
                  true,
                  provider.getClass().getClassLoader());
          return new TracerSwitch(
              provider,
              method,
              own,
              config.getMethod("enabled").invoke(null),
              config.getMethod("disabled").invoke(null));
        }
      }
      return null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Puts rules in force, null for what the application said. */
  void use(@Nullable ScopeRules<Boolean> rules) {
    try {
      setter.invoke(provider, rules == null ? own : configurator(rules));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the tracers could not be told", e);
    }
  }

  @SuppressWarnings("unchecked")
  private Object configurator(ScopeRules<Boolean> rules) {
    Function<InstrumentationScopeInfo, Object> all =
        rules.over(
            (Function<InstrumentationScopeInfo, Object>) own,
            InstrumentationScopeInfo::getName,
            on -> on ? enabled : disabled);
    Class<?> type = setter.getParameterTypes()[0];
    return Proxy.newProxyInstance(
        TracerSwitch.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "apply":
              return all.apply((InstrumentationScopeInfo) arguments[0]);
            case "equals":
              return proxy == arguments[0];
            case "hashCode":
              return System.identityHashCode(proxy);
            case "toString":
              return "tracer configurator of the agent";
            default:
              throw new UnsupportedOperationException(method.getName());
          }
        });
  }
}
