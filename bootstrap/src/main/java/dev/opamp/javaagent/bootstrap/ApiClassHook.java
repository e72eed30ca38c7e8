package dev.opamp.javaagent.bootstrap;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Watches for the few OpenTelemetry classes the agent takes an interest in, by exact name.
 *
 * <p>It is registered before {@code main} because a later registration loses the race against the
 * application. Until the name test has passed it touches only classes that the JDK has loaded.
 */
public final class ApiClassHook implements ClassFileTransformer {

  /** Changes the byte code of one class that this hook let through. */
  public interface Patcher {
    /**
     * Returns the changed class file, or null to leave the class as it is.
     *
     * @param loader the loader that defines the class
     * @param internalName slash-separated class name
     */
    byte @Nullable [] patch(@Nullable ClassLoader loader, String internalName, byte[] classFile);
  }

  private static final String GLOBAL = "io/opentelemetry/api/GlobalOpenTelemetry";

  private volatile @Nullable Patcher patcher;

  ApiClassHook() {}

  /** Installs the patcher; classes that were loaded before keep their byte code. */
  public void install(Patcher patcher) {
    this.patcher = patcher;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || !className.equals(GLOBAL) || loader instanceof AgentClassLoader) {
      return null;
    }
    Patcher current = patcher;
    if (current == null) {
      return null;
    }
    try {
      return current.patch(loader, className, classFile);
    } catch (Throwable t) {
      return null;
    }
  }
}
