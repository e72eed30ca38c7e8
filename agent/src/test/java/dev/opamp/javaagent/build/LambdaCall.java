package dev.opamp.javaagent.build;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes what one lambda does when its method is called: what was captured and the arguments,
 * converted as {@link java.lang.invoke.LambdaMetafactory} does, go to the target, and its result is
 * the result.
 */
final class LambdaCall {

  private final MethodVisitor code;
  private final String holder;
  private final LambdaSite site;
  private final Conversion conversion;

  LambdaCall(MethodVisitor code, String holder, LambdaSite site) {
    this.code = code;
    this.holder = holder;
    this.site = site;
    this.conversion = new Conversion(code);
  }

  void write() {
    Handle target = site.target();
    if (site.constructs()) {
      code.visitTypeInsn(Opcodes.NEW, target.getOwner());
      code.visitInsn(Opcodes.DUP);
    }
    List<Type> wanted = parameters(target);
    Type[] captured = site.factory().getArgumentTypes();
    for (int i = 0; i < captured.length; i++) {
      loadCaptured(captured[i], i);
      conversion.convert(captured[i], wanted.get(i));
    }
    loadArguments(wanted.subList(captured.length, wanted.size()));
    code.visitMethodInsn(
        opcode(target),
        target.getOwner(),
        target.getName(),
        target.getDesc(),
        target.isInterface());
    giveBack();
  }

  private List<Type> parameters(Handle target) {
    List<Type> parameters = new ArrayList<>();
    if (site.hasReceiver()) {
      parameters.add(Type.getObjectType(target.getOwner()));
    }
    parameters.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
    return parameters;
  }

  private void loadCaptured(Type type, int index) {
    Type kept = MergedLambdas.kept(type);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(
        Opcodes.GETFIELD, holder, MergedLambdas.field(kept, index), kept.getDescriptor());
    if (!kept.equals(type) && kept.getSort() == Type.OBJECT) {
      conversion.convert(kept, type);
    }
  }

  private void loadArguments(List<Type> wanted) {
    Type[] erased = site.erased().getArgumentTypes();
    Type[] instantiated = site.instantiated().getArgumentTypes();
    int slot = 1;
    for (int i = 0; i < erased.length; i++) {
      code.visitVarInsn(erased[i].getOpcode(Opcodes.ILOAD), slot);
      slot += erased[i].getSize();
      conversion.convert(erased[i], instantiated[i]);
      conversion.convert(instantiated[i], wanted.get(i));
    }
  }

  private void giveBack() {
    Type given =
        site.constructs()
            ? Type.getObjectType(site.target().getOwner())
            : Type.getReturnType(site.target().getDesc());
    Type wanted = site.erased().getReturnType();
    if (wanted.getSort() == Type.VOID) {
      drop(given);
    } else {
      conversion.convert(given, wanted);
    }
    code.visitInsn(wanted.getOpcode(Opcodes.IRETURN));
  }

  private void drop(Type given) {
    if (given.getSize() > 0) {
      code.visitInsn(given.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
  }

  private static int opcode(Handle target) {
    switch (target.getTag()) {
      case Opcodes.H_INVOKESTATIC:
        return Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEVIRTUAL:
        return Opcodes.INVOKEVIRTUAL;
      case Opcodes.H_INVOKEINTERFACE:
        return Opcodes.INVOKEINTERFACE;
      case Opcodes.H_NEWINVOKESPECIAL:
        return Opcodes.INVOKESPECIAL;
      default:
        throw new IllegalArgumentException("cannot be called from another class: " + target);
    }
  }
}
