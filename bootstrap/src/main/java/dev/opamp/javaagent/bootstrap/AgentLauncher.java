package dev.opamp.javaagent.bootstrap;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Registers the class-file hook and starts the agent's first thread, which does all the rest: it
 * finds the agent's jar, opens it, and loads the agent from its hidden part.
 */
final class AgentLauncher implements Runnable {

  private static final String MAIN_CLASS = "dev.opamp.javaagent.agent.AgentMain";

  private final @Nullable String args;
  private final Instrumentation instrumentation;
  private final ApiClassHook hook;

  private AgentLauncher(@Nullable String args, Instrumentation instrumentation, ApiClassHook hook) {
    this.args = args;
    this.instrumentation = instrumentation;
    this.hook = hook;
  }

  /** Never throws: whatever happens, the host goes on. */
  static void launch(@Nullable String args, Instrumentation instrumentation) {
    ApiClassHook hook = new ApiClassHook();
    try {
      if (!OnlyOnce.claim()) {
        complain("already loaded into this JVM, this one is ignored");
        return;
      }
      instrumentation.addTransformer(hook, instrumentation.isRetransformClassesSupported());
      Thread thread = new Thread(new AgentLauncher(args, instrumentation, hook), "opamp-agent");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    } catch (Throwable t) {
      giveUp(instrumentation, hook, t);
    }
  }

  @Override
  public void run() {
    try {
      AgentClassLoader loader = new AgentClassLoader(jarFile());
      AgentStarter agent =
          (AgentStarter) loader.loadClass(MAIN_CLASS).getDeclaredConstructor().newInstance();
      agent.start(args, instrumentation, hook);
    } catch (Throwable t) {
      giveUp(instrumentation, hook, t);
    } finally {
      // Whoever waits for a patcher that was not installed by now waits in vain.
      hook.decline();
    }
  }

  private static void giveUp(Instrumentation instrumentation, ApiClassHook hook, Throwable cause) {
    try {
      instrumentation.removeTransformer(hook);
      complain("not started: " + describe(cause));
    } catch (Throwable t) {
      // Nothing is left that could be done without touching the host.
      return;
    }
  }

  /** A checked exception of the agent was thrown for the user to read; the rest is a defect. */
  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    boolean defect =
        cause instanceof RuntimeException
            || cause instanceof Error
            || cause instanceof ReflectiveOperationException;
    return defect || message == null ? cause.toString() : message;
  }

  private static void complain(String message) {
    System.err.println("opamp-javaagent: " + message.replace('\r', ' ').replace('\n', ' '));
  }

  /** Returns the jar that this class is from. */
  static File jarFile() {
    CodeSource source = AgentLauncher.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      throw new IllegalStateException("the agent's classes have no code source");
    }
    File file = fileOf(location);
    if (!file.isFile()) {
      throw new IllegalStateException(file + " is not the agent's jar");
    }
    return file;
  }

  static File fileOf(URL location) {
    try {
      return new File(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Some loaders put the bare path into the URL, with spaces and percent signs as they are.
      return new File(location.getPath());
    }
  }
}
