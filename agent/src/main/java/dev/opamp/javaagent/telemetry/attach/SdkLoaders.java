package dev.opamp.javaagent.telemetry.attach;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Where the classes of one SDK are found: as a rule its loader sees all of them. Where each jar has
 * a loader of its own, as in OSGi, each sees but what its jar asks for, and all those together that
 * the parts of the SDK are from see what one would.
 */
final class SdkLoaders {

  private static final String OPENTELEMETRY = "io.opentelemetry.";

  /** What only a loader that sees all would find. */
  private static final String[] FAR_APART = {
    "io/opentelemetry/sdk/trace/export/SpanExporter.class",
    "io/opentelemetry/exporter/otlp/http/trace/OtlpHttpSpanExporter.class"
  };

  /** Far more than an SDK has on the way to its exporters. */
  private static final int MOST = 2000;

  private final CopyOnWriteArrayList<ClassLoader> loaders = new CopyOnWriteArrayList<>();
  private final boolean seesAll;

  private SdkLoaders(ClassLoader sdk) {
    this.loaders.add(sdk);
    this.seesAll = seesAll(sdk);
  }

  /**
   * @param sdk the loader of the SDK
   * @param found an SDK, or a part of one, of this loader
   */
  static SdkLoaders of(ClassLoader sdk, Object found) {
    SdkLoaders loaders = new SdkLoaders(sdk);
    loaders.addThoseOf(found);
    return loaders;
  }

  /** Adds what another object of the same loader leads to: the first may have had no exporter. */
  void addThoseOf(Object found) {
    if (!seesAll) {
      Set<ClassLoader> more = new LinkedHashSet<>();
      collect(found, more);
      loaders.addAllAbsent(more);
    }
  }

  private static boolean seesAll(ClassLoader loader) {
    for (String file : FAR_APART) {
      if (loader.getResource(file) == null) {
        return false;
      }
    }
    return true;
  }

  Class<?> loadClass(String name) throws ClassNotFoundException {
    ClassNotFoundException first = null;
    for (ClassLoader loader : loaders) {
      try {
        return loader.loadClass(name);
      } catch (ClassNotFoundException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new ClassNotFoundException(name) : first;
  }

  private static void collect(Object root, Set<ClassLoader> loaders) {
    Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> next = new ArrayDeque<>();
    next.add(root);
    while (!next.isEmpty() && met.size() < MOST) {
      Object object = next.remove();
      if (met.add(object)) {
        next.addAll(isOpenTelemetry(object.getClass()) ? parts(object, loaders) : items(object));
      }
    }
  }

  private static List<Object> parts(Object object, Set<ClassLoader> loaders) {
    List<Object> parts = new ArrayList<>();
    for (Class<?> type = object.getClass(); isOpenTelemetry(type); type = type.getSuperclass()) {
      ClassLoader loader = type.getClassLoader();
      if (loader != null) {
        loaders.add(loader);
      }
      for (Field field : type.getDeclaredFields()) {
        Object value = valueOf(field, object);
        if (value != null) {
          parts.add(value);
        }
      }
    }
    return parts;
  }

  private static boolean isOpenTelemetry(@Nullable Class<?> type) {
    return type != null && type.getName().startsWith(OPENTELEMETRY);
  }

  private static @Nullable Object valueOf(Field field, Object owner) {
    if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
      return null;
    }
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException | RuntimeException e) {
      return null;
    }
  }

  /** What a list of the JDK holds; nothing of the application's own code is called. */
  private static List<Object> items(Object object) {
    List<Object> items = new ArrayList<>();
    try {
      if (object instanceof Object[]) {
        Collections.addAll(items, (Object[]) object);
      } else if (object instanceof List && object.getClass().getClassLoader() == null) {
        items.addAll((List<?>) object);
      }
    } catch (RuntimeException e) {
      // Somebody changes it just now: what it holds is no part of a finished SDK.
      items.clear();
    }
    items.removeIf(item -> item == null);
    return items;
  }
}
