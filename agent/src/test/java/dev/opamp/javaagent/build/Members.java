package dev.opamp.javaagent.build;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Who may see which class and call which method, among the classes of a jar. */
final class Members {

  /** What is known of one class. */
  private static final class Declared {
    private final Map<String, Integer> methods = new HashMap<>();
    private int access;
    private @Nullable String superName;
  }

  private final Map<String, Declared> classes = new HashMap<>();

  Members(ClassFiles files) {
    files.all().forEach((name, bytes) -> classes.put(name, declared(bytes)));
  }

  /** Whether code of a class may name a type. Those that are not of the jar are public. */
  boolean isVisible(Type type, String from) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() != Type.OBJECT) {
      return true;
    }
    Declared known = classes.get(element.getInternalName());
    return known == null
        || (known.access & Opcodes.ACC_PUBLIC) != 0
        || Packages.same(element.getInternalName(), from);
  }

  /** Whether all classes of a package may call the method that a class of it calls. */
  boolean isCallable(String owner, String name, String descriptor, String from) {
    for (String at = owner; at != null; ) {
      Declared known = classes.get(at);
      if (known == null) {
        // The compiler makes a lambda where a method of another package is not public.
        return true;
      }
      Integer access = known.methods.get(name + descriptor);
      if (access != null) {
        return (access & Opcodes.ACC_PUBLIC) != 0
            || ((access & Opcodes.ACC_PRIVATE) == 0 && Packages.same(at, from));
      }
      at = known.superName;
    }
    return true;
  }

  boolean isInterface(String name) {
    Declared known = classes.get(name);
    return known != null && (known.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /** Whether the class itself declares it, private. */
  boolean isPrivate(String owner, String name, String descriptor) {
    return has(owner, name, descriptor, Opcodes.ACC_PRIVATE);
  }

  boolean isSynthetic(String owner, String name, String descriptor) {
    return has(owner, name, descriptor, Opcodes.ACC_SYNTHETIC);
  }

  private boolean has(String owner, String name, String descriptor, int flag) {
    Declared known = classes.get(owner);
    Integer access = known == null ? null : known.methods.get(name + descriptor);
    return access != null && (access & flag) != 0;
  }

  private static Declared declared(byte[] bytes) {
    Declared declared = new Declared();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public void visit(
                  int version,
                  int access,
                  String name,
                  @Nullable String signature,
                  @Nullable String superName,
                  String @Nullable [] interfaces) {
                declared.access = access;
                declared.superName = superName;
              }

              @Override
              public @Nullable MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                declared.methods.put(name + descriptor, access);
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return declared;
  }
}
