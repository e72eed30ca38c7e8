package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.log.AgentLogger;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has an SDK that nobody can be asked for show itself: for a short time its tracers, loggers and
 * metric readers hand themselves to the agent when they are used, and then are as before.
 */
final class WorkWatch implements ClassFileTransformer {

  /** What is used of an SDK at work. */
  static final List<String> CLASSES =
      Collections.unmodifiableList(
          Arrays.asList(
              "io.opentelemetry.sdk.trace.SdkTracer",
              "io.opentelemetry.sdk.logs.SdkLogger",
              "io.opentelemetry.sdk.metrics.export.PeriodicMetricReader",
              "io.opentelemetry.sdk.metrics.export.PeriodicMetricReader$Scheduled"));

  private static final AgentLogger LOG = AgentLogger.get(WorkWatch.class);
  private static final String SEEN = "seen";

  private final Instrumentation instrumentation;
  private final SerialExecutor apply;
  private final Duration duration;
  private volatile Set<Class<?>> watched = Collections.emptySet();

  /**
   * @param apply where the look is ended
   * @param duration of the look: as long as an application may rest between two uses
   */
  WorkWatch(Instrumentation instrumentation, SerialExecutor apply, Duration duration) {
    this.instrumentation = instrumentation;
    this.apply = apply;
    this.duration = duration;
  }

  synchronized void look(List<Class<?>> classes) {
    if (classes.isEmpty()) {
      return;
    }
    watched = new HashSet<>(classes);
    instrumentation.addTransformer(this, true);
    retransform(watched);
    apply.schedule(this::end, duration);
  }

  /** Leaves all that was looked at as it was before. */
  synchronized void end() {
    Set<Class<?>> before = watched;
    watched = Collections.emptySet();
    instrumentation.removeTransformer(this);
    retransform(before);
  }

  private void retransform(Set<Class<?>> classes) {
    for (Class<?> type : classes) {
      try {
        instrumentation.retransformClasses(type);
      } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
        LOG.warn(type.getSimpleName() + " cannot be looked at", e);
      }
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || redefined == null || !watched.contains(redefined)) {
      return null;
    }
    try {
      ClassReader reader = new ClassReader(classFile);
      ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
      reader.accept(new ShowItself(writer, className), 0);
      return writer.toByteArray();
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Puts a call of the agent before what is used of an object. */
  private static final class ShowItself extends ClassVisitor {
    private final String owner;

    ShowItself(ClassVisitor next, String owner) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      boolean body =
          (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0;
      switch (body ? name : "") {
        case "spanBuilder":
        case "logRecordBuilder":
        case "offerTick":
        case "run":
          return HookPrologue.calling(method, owner, SEEN, null);
        default:
          return method;
      }
    }
  }
}
