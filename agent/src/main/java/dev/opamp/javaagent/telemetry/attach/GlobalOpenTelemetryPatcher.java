package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes {@code GlobalOpenTelemetry} of any class loader ask the agent while no instance is set, and
 * tell it when the application sets one.
 */
final class GlobalOpenTelemetryPatcher implements ApiClassHook.Patcher {

  private static final String OPEN_TELEMETRY = "Lio/opentelemetry/api/OpenTelemetry;";
  private static final String FIELD = "globalOpenTelemetry";

  /** Told of each class while its loader defines it, so it must not block. */
  interface Listener {
    void patched(ClassLoader loader);

    void unknownShape(ClassLoader loader);
  }

  private final Listener listener;

  GlobalOpenTelemetryPatcher(Listener listener) {
    this.listener = listener;
  }

  @Override
  public byte @Nullable [] patch(
      @Nullable ClassLoader loader,
      String internalName,
      @Nullable Class<?> loaded,
      byte[] classFile) {
    if (loader == null) {
      return null;
    }
    ClassReader reader = new ClassReader(classFile);
    ExpectedMembers members = new ExpectedMembers(reader);
    String field = members.field;
    if (field == null || !members.allPresent()) {
      listener.unknownShape(loader);
      return null;
    }
    // Maxima are computed; frames are written by hand, so that no class of the host is looked up.
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Prologues(writer, internalName, field), 0);
    byte[] changed = writer.toByteArray();
    listener.patched(loader);
    return changed;
  }

  /** The members that the prologues and {@link GlobalAccess} rely on. */
  private static final class ExpectedMembers extends ClassVisitor {

    /** Descriptor of the field that holds the instance, in older APIs wrapped. */
    private @Nullable String field;

    private int methods;
    private int lockMethods;
    private boolean mutex;

    ExpectedMembers(ClassReader reader) {
      super(Opcodes.ASM9);
      reader.accept(this, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    }

    boolean allPresent() {
      return methods == 3 && (mutex || lockMethods == 2);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      if (name.equals(FIELD)) {
        field = descriptor.startsWith("L") ? descriptor : null;
      }
      mutex |= name.equals(GlobalMutex.FIELD);
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      switch (name + descriptor) {
        case "get()" + OPEN_TELEMETRY:
        case "set(" + OPEN_TELEMETRY + ")V":
        case "resetForTest()V":
          methods++;
          break;
        case "set(Ljava/util/function/Supplier;)V":
        case "isSet()Z":
          lockMethods++;
          break;
        default:
          break;
      }
      return null;
    }
  }

  /** Puts a prologue before each method of interest. */
  private static final class Prologues extends ClassVisitor {
    private final String owner;
    private final String field;

    Prologues(ClassVisitor next, String owner, String field) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
      this.field = field;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      switch (name + descriptor) {
        case "get()" + OPEN_TELEMETRY:
        case "getOrNoop()" + OPEN_TELEMETRY:
        case "isSet()Z":
          return HookPrologue.reading(method, owner, FIELD, field, OPEN_TELEMETRY, name);
        case "set(" + OPEN_TELEMETRY + ")V":
          return HookPrologue.setting(method, owner);
        default:
          return method;
      }
    }
  }
}
