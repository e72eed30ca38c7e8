package dev.opamp.javaagent.testing.matrix.app;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent as profilers are: it has every class of the JVM transformed again and again, and says on
 * stdout each time how many, and which of them it was refused.
 */
public final class RetransformingAgent implements ClassFileTransformer, Runnable {

  private static final int AT_ONCE = 100;

  /** Leaves something of the machine to others. */
  private static final int PAUSE_MILLIS = 300;

  private final Instrumentation instrumentation;

  private RetransformingAgent(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Comes at the start of the JVM. */
  public static void premain(String args, Instrumentation instrumentation) {
    agentmain(args, instrumentation);
  }

  /** Comes late. */
  public static void agentmain(String args, Instrumentation instrumentation) {
    RetransformingAgent agent = new RetransformingAgent(instrumentation);
    instrumentation.addTransformer(agent, true);
    Thread thread = new Thread(agent, "retransforming");
    thread.setDaemon(true);
    thread.start();
  }

  /** Changes nothing, but says that it did: the JVM takes the class anew. */
  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    return classFile.clone();
  }

  @Override
  public void run() {
    try {
      while (true) {
        retransformAll();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      System.out.println("retransforming was interrupted");
    }
  }

  private void retransformAll() {
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (instrumentation.isModifiableClass(type) && !type.isArray()) {
        classes.add(type);
      }
    }
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < classes.size(); i += AT_ONCE) {
      retransform(classes.subList(i, Math.min(classes.size(), i + AT_ONCE)), refused);
    }
    System.out.println("retransformed " + classes.size() + " refused " + refused);
  }

  /** When one of several is refused, none is transformed: then each by itself. */
  private void retransform(List<Class<?>> classes, List<String> refused) {
    try {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      if (classes.size() == 1) {
        refused.add(classes.get(0).getName() + ": " + e);
      } else {
        classes.forEach(type -> retransform(List.of(type), refused));
      }
    }
  }
}
