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
 * if (field == null) {                                  // where a field guards it
 *   try {
 *     Object r = ((BiFunction) ClassLoader.getSystemClassLoader()
 *         .loadClass("…ApiHookSeam").getField("hook").get(null)).apply(subject, question);
 *     if (r != null) return (T) r;                      // where a result is wanted
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

  /** Name and descriptor of the field that guards the call. */
  private final String @Nullable [] guard;

  private final boolean instance;

  /** Null when the agent is told the argument of the method. */
  private final @Nullable String question;

  /** Descriptor of what the method returns, null when the agent has no say in it. */
  private final @Nullable String result;

  private HookPrologue(
      MethodVisitor next,
      String owner,
      String @Nullable [] guard,
      boolean instance,
      @Nullable String question,
      @Nullable String result) {
    super(Opcodes.ASM9, next);
    this.owner = owner;
    this.guard = guard;
    this.instance = instance;
    this.question = question;
    this.result = result;
  }

  /**
   * For a static method that reads a field: asks the agent while that is null.
   *
   * @param descriptor of the field
   * @param type descriptor of what the method returns, unless it says whether there is any
   * @param question handed to the agent after the class
   */
  static HookPrologue reading(
      MethodVisitor next,
      String owner,
      String field,
      String descriptor,
      String type,
      String question) {
    String result = question.equals("isSet") ? "Z" : type;
    return new HookPrologue(next, owner, new String[] {field, descriptor}, false, question, result);
  }

  /** For a static method with one argument: tells the agent the class and the argument. */
  static HookPrologue setting(MethodVisitor next, String owner) {
    return new HookPrologue(next, owner, null, false, null, null);
  }

  /**
   * For a method of an object: asks the agent what to return instead.
   *
   * @param question handed to the agent after the object
   * @param result descriptor of what the method returns, null when it is not the agent's business
   */
  static HookPrologue calling(
      MethodVisitor next, String owner, String question, @Nullable String result) {
    return new HookPrologue(next, owner, null, true, question, result);
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label start = new Label();
    Label end = new Label();
    Label dropResult = new Label();
    Label body = new Label();
    visitTryCatchBlock(start, end, dropResult, "java/lang/Throwable");
    if (guard != null) {
      visitFieldInsn(Opcodes.GETSTATIC, owner, guard[0], guard[1]);
      visitJumpInsn(Opcodes.IFNONNULL, body);
    }
    visitLabel(start);
    loadHook();
    askHook();
    if (result != null) {
      visitInsn(Opcodes.DUP);
      visitJumpInsn(Opcodes.IFNULL, dropResult);
      returnResult(result);
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
    if (instance) {
      visitVarInsn(Opcodes.ALOAD, 0);
    } else {
      visitLdcInsn(Type.getObjectType(owner));
    }
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

  private void returnResult(String descriptor) {
    if (descriptor.equals("Z")) {
      visitTypeInsn(Opcodes.CHECKCAST, "java/lang/Boolean");
      call(Opcodes.INVOKEVIRTUAL, "Boolean", "booleanValue", "()Z");
      visitInsn(Opcodes.IRETURN);
    } else {
      visitTypeInsn(Opcodes.CHECKCAST, Type.getType(descriptor).getInternalName());
      visitInsn(Opcodes.ARETURN);
    }
  }

  private void call(int opcode, String javaLangClass, String method, String descriptor) {
    visitMethodInsn(opcode, "java/lang/" + javaLangClass, method, descriptor, false);
  }
}
