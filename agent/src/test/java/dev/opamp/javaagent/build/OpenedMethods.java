package dev.opamp.javaagent.build;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Lets the other classes of its package call private methods of one class: what is static, and what
 * the compiler made of a lambda, is private no more; any other method gets a static one that calls
 * it. An instance method that is a lambda becomes static, with the same body: what was its instance
 * is its first argument. Thereby nothing is overridden that was not before.
 */
final class OpenedMethods {

  private final String owner;
  private final boolean ofInterface;
  private final Members members;
  private final Map<Handle, Handle> opened = new LinkedHashMap<>();

  OpenedMethods(String owner, Members members) {
    this.owner = owner;
    this.ofInterface = members.isInterface(owner);
    this.members = members;
  }

  /** Returns what is to be called in place of a private method of this class. */
  Handle open(Handle target) {
    return opened.computeIfAbsent(target, this::opened);
  }

  private Handle opened(Handle target) {
    if (target.getTag() == Opcodes.H_INVOKESTATIC
        || target.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
      return target;
    }
    String name = isLambda(target) ? target.getName() : "access$lambda$" + opened.size();
    return new Handle(
        Opcodes.H_INVOKESTATIC, owner, name, withInstance(target.getDesc()), ofInterface);
  }

  private boolean isLambda(Handle target) {
    return members.isSynthetic(owner, target.getName(), target.getDesc());
  }

  private String withInstance(String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    Type[] all = new Type[arguments.length + 1];
    all[0] = Type.getObjectType(owner);
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Type.getMethodDescriptor(Type.getReturnType(descriptor), all);
  }

  /** Returns the handle that stands for a declared method, when that is to be changed itself. */
  @Nullable Handle replacement(String name, String descriptor) {
    for (Map.Entry<Handle, Handle> each : opened.entrySet()) {
      Handle target = each.getKey();
      boolean same = target.getName().equals(name) && target.getDesc().equals(descriptor);
      if (same && each.getValue().getName().equals(name)) {
        return each.getValue();
      }
    }
    return null;
  }

  /** The access flags of a method that is changed itself. */
  int access(int before, Handle replacement) {
    int access = before & ~Opcodes.ACC_PRIVATE;
    if (replacement.getTag() == Opcodes.H_INVOKESTATIC) {
      access |= Opcodes.ACC_STATIC;
    }
    return ofInterface ? access | Opcodes.ACC_PUBLIC : access;
  }

  /** Adds the methods that call those which stay as they are. */
  void addAccessors(ClassVisitor to) {
    opened.forEach(
        (target, accessor) -> {
          if (!target.getName().equals(accessor.getName())) {
            addAccessor(to, target, accessor);
          }
        });
  }

  private void addAccessor(ClassVisitor to, Handle target, Handle accessor) {
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    MethodVisitor code =
        to.visitMethod(
            ofInterface ? access | Opcodes.ACC_PUBLIC : access,
            accessor.getName(),
            accessor.getDesc(),
            null,
            null);
    code.visitCode();
    int slot = 0;
    for (Type argument : Type.getArgumentTypes(accessor.getDesc())) {
      code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      slot += argument.getSize();
    }
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, owner, target.getName(), target.getDesc(), ofInterface);
    Type result = Type.getReturnType(target.getDesc());
    code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    code.visitMaxs(Math.max(slot, result.getSize()), slot);
    code.visitEnd();
  }
}
