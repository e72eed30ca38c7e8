package dev.opamp.javaagent.testing.apps;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * Says which of the named classes the application can see, and how many service files of OTel's.
 */
public final class LoaderProbe {

  private LoaderProbe() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    for (String name : args) {
      System.out.println(name + (isVisible(name) ? " visible" : " absent"));
    }
    List<?> services =
        Collections.list(
            ClassLoader.getSystemResources(
                "META-INF/services/io.opentelemetry.context.ContextStorageProvider"));
    System.out.println("services " + services.size());
    awaitAgentThread();
  }

  /** Gives the agent's first thread time to load what it loads, without a fixed wait. */
  private static void awaitAgentThread() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("opamp-agent")) {
        thread.join(5_000);
      }
    }
  }

  private static boolean isVisible(String name) {
    try {
      Class.forName(name, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
