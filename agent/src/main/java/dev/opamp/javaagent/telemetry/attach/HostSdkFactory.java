package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.AgentClassLoader;
import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.config.AdoptedSdk;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes what controls an application's SDK, in a loader below that of the SDK. Used on the apply
 * thread.
 */
public final class HostSdkFactory {

  private static final String TARGET_CLASS = "dev.opamp.javaagent.telemetry.hostsdk.HostSdkTarget";

  private final ClassLoader agent;
  private final SdkClassLoader.ClassFiles classFiles;
  private final SerialExecutor timer;
  private final Executor aside;

  /** Parts of SDKs that a target controls. */
  private final Set<Object> taken =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** By the loader of the SDK; held weakly, as each loader holds the one it is the key to. */
  private final Map<ClassLoader, WeakReference<HostSdkLoader>> loaders = new WeakHashMap<>();

  /**
   * @param timer the apply thread
   * @param aside runs what may block, each task on a daemon thread of its own
   */
  public HostSdkFactory(AgentClassLoader agent, SerialExecutor timer, Executor aside) {
    this(agent, agent::classBytes, timer, aside);
  }

  HostSdkFactory(
      ClassLoader agent,
      SdkClassLoader.ClassFiles classFiles,
      SerialExecutor timer,
      Executor aside) {
    this.agent = agent;
    this.classFiles = classFiles;
    this.timer = timer;
    this.aside = aside;
  }

  /**
   * @param sdk the loader of the application's SDK
   * @param found the SDK, or a part of it
   * @param name of the target, for people and for error messages
   * @throws ReflectiveOperationException when the SDK is not what it should be
   */
  AdoptedSdk create(ClassLoader sdk, Object found, String name, Map<String, Object> about)
      throws ReflectiveOperationException {
    return (AdoptedSdk)
        loaderBelow(sdk, found)
            .loadClass(TARGET_CLASS)
            .getConstructor(
                String.class, Map.class, SerialExecutor.class, Executor.class, Set.class)
            .newInstance(name, about, timer, aside, taken);
  }

  private HostSdkLoader loaderBelow(ClassLoader sdk, Object found) throws ClassNotFoundException {
    WeakReference<HostSdkLoader> known = loaders.get(sdk);
    @Nullable HostSdkLoader loader = known == null ? null : known.get();
    if (loader == null) {
      loader = new HostSdkLoader(sdk, SdkLoaders.of(sdk, found), agent, classFiles);
      loaders.put(sdk, new WeakReference<>(loader));
    } else {
      loader.addLoadersOf(found);
    }
    return loader;
  }
}
