package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Holds one application with its own copy of the OpenTelemetry API, whose {@code
 * GlobalOpenTelemetry} goes through a patcher as it would in a JVM with the agent.
 */
final class ApplicationLoader extends URLClassLoader {

  static final String GLOBAL = "io.opentelemetry.api.GlobalOpenTelemetry";

  private final ApiClassHook.Patcher patcher;

  ApplicationLoader(ApiClassHook.Patcher patcher, Class<?>... more) {
    this(patcher, jars(more));
  }

  ApplicationLoader(ApiClassHook.Patcher patcher, URL[] jars) {
    super(jars, ClassLoader.getPlatformClassLoader());
    this.patcher = patcher;
  }

  private static URL[] jars(Class<?>... more) {
    return Stream.concat(
            Stream.of(OpenTelemetry.class, Context.class, ComponentLoader.class), Stream.of(more))
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .distinct()
        .toArray(URL[]::new);
  }

  static byte[] bytesOf(String className) {
    String path = className.replace('.', '/') + ".class";
    try (InputStream in = ApplicationLoader.class.getClassLoader().getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.equals(ApiOnlyApplication.class.getName())
        || name.startsWith(TelemetryApplication.class.getName())) {
      return define(name, bytesOf(name));
    }
    if (name.equals(GLOBAL)) {
      byte[] original = ownBytesOf(name);
      byte[] patched = patcher.patch(this, name.replace('.', '/'), null, original);
      return define(name, patched == null ? original : patched);
    }
    return super.findClass(name);
  }

  private byte[] ownBytesOf(String className) {
    try (InputStream in = findResource(className.replace('.', '/') + ".class").openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Class<?> define(String name, byte[] bytes) {
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** An application that was started, driven by the commands it documents. */
  interface Application {
    Object command(String command);
  }

  Application application() throws ReflectiveOperationException {
    return application(ApiOnlyApplication.class);
  }

  /** Starts an application of this loader. */
  @SuppressWarnings("unchecked")
  Application application(Class<? extends Function<String, Object>> type)
      throws ReflectiveOperationException {
    Function<String, Object> started =
        (Function<String, Object>) loadClass(type.getName()).getConstructor().newInstance();
    return command -> inContext(started, command);
  }

  /** The threads of an application have its loader, which older APIs look for services with. */
  private Object inContext(Function<String, Object> started, String command) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return started.apply(command);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  Class<?> global() throws ClassNotFoundException {
    return loadClass(GLOBAL);
  }
}
