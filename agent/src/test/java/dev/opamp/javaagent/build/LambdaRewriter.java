package dev.opamp.javaagent.build;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes one class anew, with calls of factories where lambdas were made. */
final class LambdaRewriter extends ClassVisitor {

  private final String owner;
  private final Map<LambdaSite, Handle> factories;
  private final OpenedMethods opened;

  LambdaRewriter(
      ClassVisitor to, String owner, Map<LambdaSite, Handle> factories, OpenedMethods opened) {
    super(Opcodes.ASM9, to);
    this.owner = owner;
    this.factories = factories;
    this.opened = opened;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    Handle replacement = opened.replacement(name, descriptor);
    if (replacement == null) {
      return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
    // A generic signature would lack the instance.
    String generic = replacement.getDesc().equals(descriptor) ? signature : null;
    return new Calls(
        super.visitMethod(
            opened.access(access, replacement), name, replacement.getDesc(), generic, exceptions));
  }

  @Override
  public void visitEnd() {
    opened.addAccessors(cv);
    super.visitEnd();
  }

  private final class Calls extends MethodVisitor {

    Calls(MethodVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Handle factory =
          LambdaSite.isPlain(bootstrap)
              ? factories.get(LambdaSite.of(owner, name, descriptor, arguments))
              : null;
      if (factory == null) {
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
      } else {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            factory.getOwner(),
            factory.getName(),
            factory.getDesc(),
            factory.isInterface());
      }
    }
  }
}
