package dev.opamp.javaagent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds the agent's own jar, registers the class-file hook, and starts the agent's first thread.
 */
final class AgentLauncher {

  private static final String MAIN_CLASS = "dev.opamp.javaagent.agent.AgentMain";

  private AgentLauncher() {}

  static void launch(@Nullable String args, Instrumentation instrumentation) {
    try {
      if (!OnlyOnce.claim()) {
        return;
      }
      AgentClassLoader loader = new AgentClassLoader(jarFile());
      ApiClassHook hook = new ApiClassHook();
      instrumentation.addTransformer(hook, true);
      Thread starter = new Thread(new Starter(loader, args, instrumentation, hook), "opamp-agent");
      starter.setDaemon(true);
      starter.setContextClassLoader(null);
      starter.start();
    } catch (Throwable t) {
      System.err.println("opamp-javaagent: not started: " + t);
    }
  }

  private static File jarFile() throws Exception {
    CodeSource source = AgentLauncher.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("the agent's classes have no code source");
    }
    File file = new File(source.getLocation().toURI());
    if (!file.isFile()) {
      throw new IllegalStateException(file + " is not the agent's jar");
    }
    return file;
  }

  /** The body of the first thread: everything that is not JDK code is loaded here. */
  private static final class Starter implements Runnable {
    private final AgentClassLoader loader;
    private final @Nullable String args;
    private final Instrumentation instrumentation;
    private final ApiClassHook hook;

    Starter(
        AgentClassLoader loader,
        @Nullable String args,
        Instrumentation instrumentation,
        ApiClassHook hook) {
      this.loader = loader;
      this.args = args;
      this.instrumentation = instrumentation;
      this.hook = hook;
    }

    @Override
    public void run() {
      try {
        AgentStarter agent =
            (AgentStarter) loader.loadClass(MAIN_CLASS).getDeclaredConstructor().newInstance();
        agent.start(args, instrumentation, hook);
      } catch (Throwable t) {
        System.err.println("opamp-javaagent: not started: " + t);
      } finally {
        // Whoever waits for a patcher that was not installed by now waits in vain.
        hook.decline();
      }
    }
  }
}
