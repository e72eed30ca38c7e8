package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.log.LogLevel;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the SDKs that were there before the agent: through {@code GlobalOpenTelemetry}, or, where
 * that does not lead to one, by looking at its tracers, loggers and metric readers at work.
 */
final class LateSdks {

  private static final AgentLogger LOG = AgentLogger.get(LateSdks.class);
  private static final String BUILDER = "io.opentelemetry.sdk.OpenTelemetrySdkBuilder";

  private final Instrumentation instrumentation;
  private final HostSdks sdks;
  private final WorkWatch watch;

  LateSdks(Instrumentation instrumentation, HostSdks sdks, WorkWatch watch) {
    this.instrumentation = instrumentation;
    this.sdks = sdks;
    this.watch = watch;
  }

  /**
   * @param loaded all classes of the JVM
   */
  void find(Class<?>[] loaded) {
    Set<ClassLoader> unsettled = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    for (Class<?> type : loaded) {
      ClassLoader loader = type.getClassLoader();
      if (type.getName().equals(BUILDER) && isOfOthers(loader)) {
        hook(type);
        Object sdk = globalOf(loader);
        if (sdk == null) {
          unsettled.add(loader);
        } else {
          sdks.adoptLate(sdk);
        }
      }
    }
    if (!unsettled.isEmpty()) {
      watch.look(atWork(loaded, unsettled));
    }
  }

  /** Leaves builders that were hooked as they were before. */
  void forget(Class<?>[] loaded) {
    watch.end();
    for (Class<?> type : loaded) {
      if (type.getName().equals(BUILDER) && isOfOthers(type.getClassLoader())) {
        hook(type);
      }
    }
  }

  private static boolean isOfOthers(@Nullable ClassLoader loader) {
    return loader != null
        && !(loader instanceof AgentClassLoader)
        && !(loader instanceof SdkClassLoader);
  }

  /** SDKs that are built from now on are seen when they are, or are no more. */
  private void hook(Class<?> builder) {
    try {
      instrumentation.retransformClasses(builder);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      LOG.warn("SDKs that an application builds from now on are not seen", e);
    }
  }

  /** Returns the SDK that was set, if it is one of this loader. */
  private static @Nullable Object globalOf(ClassLoader loader) {
    try {
      String prefix = ApiRelocation.of(loader).prefix();
      Class<?> global =
          Class.forName(prefix + "io.opentelemetry.api.GlobalOpenTelemetry", false, loader);
      Object instance = read(global, null, "globalOpenTelemetry");
      for (int depth = 0; instance != null && depth < 4; depth++) {
        if (isSdk(instance, loader)) {
          return instance;
        }
        instance = read(instance.getClass(), instance, "delegate");
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(LogLevel.DEBUG, "no SDK is set in " + ApplicationNames.of(loader), e);
    }
    return null;
  }

  private static boolean isSdk(Object instance, ClassLoader loader) {
    for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals("io.opentelemetry.sdk.OpenTelemetrySdk")) {
        return type.getClassLoader() == loader;
      }
    }
    return false;
  }

  private static @Nullable Object read(Class<?> type, @Nullable Object owner, String name)
      throws ReflectiveOperationException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(owner);
        }
      }
    }
    return null;
  }

  private static List<Class<?>> atWork(Class<?>[] loaded, Set<ClassLoader> loaders) {
    Set<String> names = new HashSet<>(WorkWatch.CLASSES);
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (names.contains(type.getName()) && loaders.contains(type.getClassLoader())) {
        found.add(type);
      }
    }
    return found;
  }
}
