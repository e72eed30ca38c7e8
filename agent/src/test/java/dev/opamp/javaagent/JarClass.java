package dev.opamp.javaagent;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a class of the jar has, and what it refers to. Fields have a colon before their type. */
final class JarClass extends ClassVisitor {

  /** A class, or a member of one. */
  record Reference(String owner, String member) {
    @Override
    public String toString() {
      return member.isEmpty() ? owner : owner + "." + member;
    }
  }

  final Set<String> supertypes = new LinkedHashSet<>();
  final Set<String> members = new HashSet<>();
  final Set<Reference> references = new LinkedHashSet<>();

  JarClass(byte[] bytes) {
    super(Opcodes.ASM9);
    new ClassReader(bytes).accept(this, ClassReader.SKIP_DEBUG);
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String above, String[] interfaces) {
    if (above != null) {
      supertypes.add(above);
    }
    supertypes.addAll(List.of(interfaces));
    supertypes.forEach(this::refersTo);
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    members.add(name + ":" + descriptor);
    refersTo(Type.getType(descriptor));
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    members.add(name + descriptor);
    refersTo(Type.getMethodType(descriptor));
    return new Code();
  }

  private void refersTo(String internalName) {
    refersTo(Type.getObjectType(internalName));
  }

  private void refersTo(Type type) {
    switch (type.getSort()) {
      case Type.ARRAY -> refersTo(type.getElementType());
      case Type.OBJECT -> references.add(new Reference(type.getInternalName(), ""));
      case Type.METHOD -> {
        refersTo(type.getReturnType());
        List.of(type.getArgumentTypes()).forEach(this::refersTo);
      }
      default -> {}
    }
  }

  private void refersTo(String owner, String member) {
    refersTo(owner);
    if (!owner.startsWith("[")) {
      references.add(new Reference(owner, member));
    }
  }

  /** The references of a method's code. */
  private final class Code extends MethodVisitor {

    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      refersTo(type);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      refersTo(Type.getType(descriptor));
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type != null) {
        refersTo(type);
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      refersTo(owner, name + ":" + descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      refersTo(owner, name + descriptor);
      refersTo(Type.getMethodType(descriptor));
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Type made = Type.getReturnType(descriptor);
      refersTo(Type.getMethodType(descriptor));
      if (made.getSort() == Type.OBJECT
          && arguments.length > 0
          && arguments[0] instanceof Type method) {
        refersTo(made.getInternalName(), name + method);
      }
      List.of(arguments).forEach(this::constant);
    }

    private void constant(Object value) {
      if (value instanceof Type type) {
        refersTo(type);
      } else if (value instanceof Handle handle) {
        String separator = handle.getDesc().startsWith("(") ? "" : ":";
        refersTo(handle.getOwner(), handle.getName() + separator + handle.getDesc());
      }
    }
  }
}
