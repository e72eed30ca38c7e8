package dev.opamp.javaagent.testing.apps;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Prints the JVM-wide defaults and the threads, at once or when an agent has connected. */
public final class CitizenProbe {

  private CitizenProbe() {}

  /**
   * Runs once.
   *
   * @param args {@code 1} to wait for the threads of a connected agent
   */
  public static void main(String[] args) {
    if (args[0].equals("1")) {
      // Its first frame is the first report.
      awaitThread("opamp-agent-ws-writer");
      System.out.println("waited for the agent");
    }
    System.out.println("authenticator " + Authenticator.getDefault());
    System.out.println("proxies " + ProxySelector.getDefault().getClass().getName());
    System.out.println("cookies " + CookieHandler.getDefault());
    System.out.println("locale " + Locale.getDefault() + " " + TimeZone.getDefault().getID());
    System.out.println("providers " + Arrays.toString(Security.getProviders()));
    System.out.println("handler " + Thread.getDefaultUncaughtExceptionHandler());
    System.out.println("properties " + stableProperties());
    System.out.println("out " + System.out.getClass() + " err " + System.err.getClass());
    printThreads();
  }

  /** Waits for a thread by name; the JVM tells nobody about new threads, so this looks again. */
  private static void awaitThread(String name) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().startsWith(name))
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(20_000_000L);
    }
  }

  private static Map<Object, Object> stableProperties() {
    Properties properties = System.getProperties();
    Map<Object, Object> stable = new TreeMap<>(properties);
    // The launcher's own words, which name the agent's jar or the arguments.
    stable.keySet().removeIf(key -> key.toString().startsWith("sun.java.command"));
    return stable;
  }

  private static void printThreads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      System.out.println(
          "thread "
              + thread.getName()
              + " daemon="
              + thread.isDaemon()
              + " contextClassLoader="
              + (thread.getContextClassLoader() == null ? "null" : "set"));
    }
  }
}
