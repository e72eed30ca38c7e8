package dev.opamp.javaagent.telemetry.attach;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a call of the agent before the body of a method, in JDK types only:
 *
 * <pre>{@code
 * if (field == null) {                                  // not in a setter
 *   try {
 *     Object r = ((BiFunction) ClassLoader.getSystemClassLoader()
 *         .loadClass("…ApiHookSeam").getField("hook").get(null)).apply(Owner.class, question);
 *     if (r != null) return (T) r;                      // not in a setter
 *   } catch (Throwable t) {
 *     // the original body
 *   }
 * }
 * }</pre>
 *
 * <p>It keeps all values on the stack, so that the frames of the original body, which are written
 * as differences, stay right.
 */
final class HookPrologue extends MethodVisitor {

  private static final String SEAM = "dev.opamp.javaagent.bootstrap.ApiHookSeam";
  private static final String BI_FUNCTION = "java/util/function/BiFunction";

  private final String owner;
  private final String field;
  private final String fieldDescriptor;
  private final @Nullable String question;

  /**
   * @param question handed to the agent, or null in a setter, which hands over its argument
   */
  HookPrologue(
      MethodVisitor next,
      String owner,
      String field,
      String fieldDescriptor,
      @Nullable String question) {
    super(Opcodes.ASM9, next);
    this.owner = owner;
    this.field = field;
    this.fieldDescriptor = fieldDescriptor;
    this.question = question;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label start = new Label();
    Label end = new Label();
    Label dropResult = new Label();
    Label body = new Label();
    visitTryCatchBlock(start, end, dropResult, "java/lang/Throwable");
    if (question != null) {
      visitFieldInsn(Opcodes.GETSTATIC, owner, field, fieldDescriptor);
      visitJumpInsn(Opcodes.IFNONNULL, body);
    }
    visitLabel(start);
    loadHook();
    askHook();
    if (question != null) {
      visitInsn(Opcodes.DUP);
      visitJumpInsn(Opcodes.IFNULL, dropResult);
      returnResult();
    }
    visitLabel(end);
    goOnWithBody(dropResult, body);
  }

  private void goOnWithBody(Label dropResult, Label body) {
    visitLabel(dropResult);
    // A null result and a caught Throwable meet here: both are one Object on the stack.
    visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Object"});
    visitInsn(Opcodes.POP);
    visitLabel(body);
    visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    // Keeps this frame apart from one that the body may begin with.
    visitInsn(Opcodes.NOP);
  }

  private void loadHook() {
    call(Opcodes.INVOKESTATIC, "ClassLoader", "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
    visitLdcInsn(SEAM);
    call(
        Opcodes.INVOKEVIRTUAL, "ClassLoader", "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
    visitLdcInsn("hook");
    call(
        Opcodes.INVOKEVIRTUAL,
        "Class",
        "getField",
        "(Ljava/lang/String;)Ljava/lang/reflect/Field;");
    visitInsn(Opcodes.ACONST_NULL);
    call(Opcodes.INVOKEVIRTUAL, "reflect/Field", "get", "(Ljava/lang/Object;)Ljava/lang/Object;");
    visitTypeInsn(Opcodes.CHECKCAST, BI_FUNCTION);
  }

  private void askHook() {
    visitLdcInsn(Type.getObjectType(owner));
    if (question == null) {
      visitVarInsn(Opcodes.ALOAD, 0);
    } else {
      visitLdcInsn(question);
    }
    visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        BI_FUNCTION,
        "apply",
        "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
        true);
  }

  private void returnResult() {
    if ("isSet".equals(question)) {
      visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Boolean");
      call(Opcodes.INVOKEVIRTUAL, "Boolean", "booleanValue", "()Z");
      visitInsn(Opcodes.IRETURN);
    } else {
      visitTypeInsn(Opcodes.CHECKCAST, Type.getType(fieldDescriptor).getInternalName());
      visitInsn(Opcodes.ARETURN);
    }
  }

  private void call(int opcode, String javaLangClass, String method, String descriptor) {
    visitMethodInsn(opcode, "java/lang/" + javaLangClass, method, descriptor, false);
  }
}
