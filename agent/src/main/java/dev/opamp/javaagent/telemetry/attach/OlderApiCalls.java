package dev.opamp.javaagent.telemetry.attach;

import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Redirects the calls of API methods that the SDK makes on its own account and that the API of an
 * application does not have, to static methods of the agent. With an API that has them all, class
 * files stay as they are.
 */
final class OlderApiCalls {

  /** Loaded beside the SDK, so that it is known by name only. */
  private static final String STAND_IN = "dev/opamp/javaagent/telemetry/olderapi/OlderApi";

  private static final String API = "io/opentelemetry/api/";

  private static final List<Call> KNOWN =
      Collections.unmodifiableList(
          Arrays.asList(
              Call.ofStatic(
                  API + "trace/TraceFlags", "builder", "()L" + API + "trace/TraceFlagsBuilder;"),
              Call.of(API + "trace/TraceFlags", "isTraceIdRandom", "()Z"),
              Call.ofStatic(
                  API + "GlobalOpenTelemetry", "getOrNoop", "()L" + API + "OpenTelemetry;"),
              Call.of(API + "internal/ImmutableKeyValuePairs", "getData", "()[Ljava/lang/Object;"),
              Call.ofStatic(
                  "io/opentelemetry/common/ComponentLoader",
                  "loadList",
                  "(Lio/opentelemetry/common/ComponentLoader;Ljava/lang/Class;)Ljava/util/List;"),
              Call.of(
                  API + "metrics/DoubleHistogramBuilder",
                  "setExplicitBucketBoundariesAdvice",
                  "(Ljava/util/List;)L" + API + "metrics/DoubleHistogramBuilder;"),
              Call.of(
                  API + "metrics/LongHistogramBuilder",
                  "setExplicitBucketBoundariesAdvice",
                  "(Ljava/util/List;)L" + API + "metrics/LongHistogramBuilder;")));

  private final ClassLoader api;
  private volatile @Nullable List<Call> missing;

  /**
   * @param api the loader of the application's API
   */
  OlderApiCalls(ClassLoader api) {
    this.api = api;
  }

  /** Returns the class file with its calls redirected; the same one if there are none. */
  byte[] redirect(byte[] classFile) {
    List<Call> redirected = missing();
    if (redirected.isEmpty()) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    // The stack is the same with either call, so maxima and frames stay right.
    ClassWriter writer = new ClassWriter(reader, 0);
    Redirection redirection = new Redirection(writer, redirected);
    reader.accept(redirection, 0);
    return redirection.redirected ? writer.toByteArray() : classFile;
  }

  private List<Call> missing() {
    List<Call> known = missing;
    if (known == null) {
      known = new ArrayList<>();
      for (Call call : KNOWN) {
        if (call.isMissing(api)) {
          known.add(call);
        }
      }
      missing = known;
    }
    return known;
  }

  /** A method of the API. */
  private static final class Call {
    private final String owner;
    private final String name;
    private final String descriptor;

    /** That of the method that stands in. */
    private final String standIn;

    private Call(String owner, String name, String descriptor, String standIn) {
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
      this.standIn = standIn;
    }

    static Call ofStatic(String owner, String name, String descriptor) {
      return new Call(owner, name, descriptor, descriptor);
    }

    static Call of(String owner, String name, String descriptor) {
      return new Call(owner, name, descriptor, "(L" + owner + ";" + descriptor.substring(1));
    }

    boolean is(String otherOwner, String otherName, String otherDescriptor) {
      return name.equals(otherName)
          && owner.equals(otherOwner)
          && descriptor.equals(otherDescriptor);
    }

    /**
     * Looks without initialising the class. Of a class that is not there at all the SDK has its
     * own, with all methods.
     */
    boolean isMissing(ClassLoader loader) {
      Class<?> there;
      try {
        there = loader.loadClass(owner.replace('/', '.'));
      } catch (ClassNotFoundException e) {
        return false;
      }
      try {
        MethodType type = MethodType.fromMethodDescriptorString(descriptor, loader);
        return there.getMethod(name, type.parameterArray()).getReturnType() != type.returnType();
      } catch (NoSuchMethodException | LinkageError | TypeNotPresentException e) {
        return true;
      }
    }
  }

  private static final class Redirection extends ClassVisitor {
    private final List<Call> missing;
    private boolean redirected;

    Redirection(ClassVisitor next, List<Call> missing) {
      super(Opcodes.ASM9, next);
      this.missing = missing;
    }

    private @Nullable Call missing(String owner, String name, String descriptor) {
      for (Call call : missing) {
        if (call.is(owner, name, descriptor)) {
          redirected = true;
          return call;
        }
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          Call call = missing(owner, called, type);
          if (call == null) {
            super.visitMethodInsn(opcode, owner, called, type, isInterface);
          } else {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, STAND_IN, called, call.standIn, false);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          Object[] redirectedArguments = arguments.clone();
          for (int i = 0; i < arguments.length; i++) {
            redirectedArguments[i] = methodReference(arguments[i]);
          }
          super.visitInvokeDynamicInsn(called, type, bootstrap, redirectedArguments);
        }
      };
    }

    private Object methodReference(Object constant) {
      if (!(constant instanceof Handle)) {
        return constant;
      }
      Handle handle = (Handle) constant;
      Call call = missing(handle.getOwner(), handle.getName(), handle.getDesc());
      return call == null
          ? handle
          : new Handle(Opcodes.H_INVOKESTATIC, STAND_IN, handle.getName(), call.standIn, false);
    }
  }
}
