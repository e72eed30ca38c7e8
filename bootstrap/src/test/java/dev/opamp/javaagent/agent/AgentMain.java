package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.bootstrap.AgentStarter;
import dev.opamp.javaagent.bootstrap.ApiClassHook;
import dev.opamp.javaagent.bootstrap.StartedAgent;
import java.lang.instrument.Instrumentation;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/** Stands in for the real agent: tells on stderr what it sees, or fails as its argument says. */
public final class AgentMain implements AgentStarter {

  @Override
  public StartedAgent start(
      String args, Instrumentation instrumentation, ApiClassHook hook, boolean early)
      throws Exception {
    if ("exception".equals(args)) {
      throw new Exception("otel.opamp.x: wrong\nand more");
    }
    if ("error".equals(args)) {
      throw new StackOverflowError("deep");
    }
    if ("idle".equals(args)) {
      return null;
    }
    Thread thread = Thread.currentThread();
    ClassLoader loader = getClass().getClassLoader();
    String greeting = ServiceLoader.load(Supplier.class, loader).iterator().next().get().toString();
    System.err.println(
        String.join(
            "|",
            "started",
            args,
            thread.getName(),
            thread.isDaemon() ? "daemon" : "user",
            String.valueOf(thread.getContextClassLoader()),
            loader.getClass().getSimpleName(),
            getClass().getPackage().getName(),
            greeting,
            instrumentation.isRetransformClassesSupported() ? "retransform" : "-",
            early ? "early" : "late"));
    return () -> System.err.println("stopped|" + Thread.currentThread().getName());
  }
}
