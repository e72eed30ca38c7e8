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
  private final ApiClassHook hook = new ApiClassHook();
  private final Answer answer;
  private final boolean early;

  private AgentLauncher(
      @Nullable String args, Instrumentation instrumentation, Answer answer, boolean early) {
    this.args = args;
    this.instrumentation = instrumentation;
    this.answer = answer;
    this.early = early;
  }

  /**
   * Never throws: whatever happens, the host goes on.
   *
   * @param early whether {@code main} has not begun
   */
  static void launch(@Nullable String args, Instrumentation instrumentation, boolean early) {
    AgentLauncher launcher = new AgentLauncher(args, instrumentation, new StderrAnswer(), early);
    if (launcher.begin()) {
      try {
        startThread(launcher);
      } catch (Throwable t) {
        launcher.giveUp(t);
      }
    }
  }

  /** Launches an agent on a thread that is its own already. */
  static void launchHere(@Nullable String args, Instrumentation instrumentation, Answer answer) {
    AgentLauncher launcher = new AgentLauncher(args, instrumentation, answer, false);
    if (launcher.begin()) {
      launcher.run();
    }
  }

  /** Does what a command of another process wishes; returns at once and never throws. */
  static void request(String args, Instrumentation instrumentation) {
    try {
      startThread(new LateRequest(args, instrumentation));
    } catch (Throwable t) {
      // Whoever has asked hears nothing, and says so; the host goes on.
      return;
    }
  }

  private static void startThread(Runnable body) {
    Thread thread = new Thread(body, "opamp-agent");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private boolean begin() {
    if (!OnlyOne.claim()) {
      quietly(() -> answer.refused("already loaded into this JVM, this one is ignored"));
      return false;
    }
    try {
      instrumentation.addTransformer(hook, instrumentation.isRetransformClassesSupported());
      return true;
    } catch (Throwable t) {
      giveUp(t);
      return false;
    }
  }

  @Override
  public void run() {
    try {
      AgentClassLoader loader = new AgentClassLoader(jarFile());
      AgentStarter starter =
          (AgentStarter) loader.loadClass(MAIN_CLASS).getDeclaredConstructor().newInstance();
      StartedAgent agent = starter.start(args, instrumentation, hook, early);
      if (agent == null) {
        stayAway();
      } else {
        OnlyOne.started(agent);
        quietly(() -> answer.done("agent started"));
      }
    } catch (Throwable t) {
      giveUp(t);
    } finally {
      // Whoever waits for a patcher that was not installed by now waits in vain.
      hook.decline();
    }
  }

  private void stayAway() {
    leave();
    quietly(
        () ->
            answer.nothingToDo(
                "nothing to do: neither otel.opamp.endpoint nor OTEL_CONFIG_FILE is set, or the"
                    + " agent is switched off"));
  }

  private void giveUp(Throwable cause) {
    leave();
    quietly(() -> answer.refused("not started: " + describe(cause)));
  }

  /** As if no agent had been named; another may come. */
  private void leave() {
    quietly(() -> instrumentation.removeTransformer(hook));
    OnlyOne.release();
  }

  private static void quietly(Runnable step) {
    try {
      step.run();
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
