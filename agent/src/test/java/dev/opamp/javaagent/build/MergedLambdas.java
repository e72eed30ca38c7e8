package dev.opamp.javaagent.build;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class of all lambdas of a package that implement one interface: its objects know by a number
 * which of them they are, and hold what was captured. There is one object, once for all, of each
 * that captures nothing.
 */
final class MergedLambdas {

  private static final String NUMBER = "lambda";
  private static final String CONSTRUCTOR = "<init>";
  private static final int FINAL = Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;

  private final String name;
  private final LambdaSite pattern;
  private final List<LambdaSite> sites = new ArrayList<>();

  /**
   * @param name the internal name of the class
   * @param pattern any lambda that implements the interface
   */
  MergedLambdas(String name, LambdaSite pattern) {
    this.name = name;
    this.pattern = pattern;
  }

  String name() {
    return name;
  }

  /** Adds one and returns the name of the method that makes its objects. */
  String add(LambdaSite site) {
    sites.add(site);
    return factoryName(sites.size() - 1);
  }

  byte[] toClassFile() {
    ClassWriter to = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    to.visit(
        Opcodes.V1_8,
        FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        new String[] {pattern.interfaceName()});
    addFields(to);
    addConstructors(to);
    addConstants(to);
    for (int i = 0; i < sites.size(); i++) {
      addFactory(to, i);
    }
    addMethod(to);
    to.visitEnd();
    return to.toByteArray();
  }

  private void addFields(ClassWriter to) {
    to.visitField(Opcodes.ACC_PRIVATE | FINAL, NUMBER, "I", null, null);
    Set<String> known = new TreeSet<>();
    for (LambdaSite site : sites) {
      Type[] captured = site.factory().getArgumentTypes();
      for (int i = 0; i < captured.length; i++) {
        Type kept = kept(captured[i]);
        if (known.add(field(kept, i))) {
          to.visitField(
              Opcodes.ACC_PRIVATE | FINAL, field(kept, i), kept.getDescriptor(), null, null);
        }
      }
    }
  }

  /** One for each row of kinds that is captured. */
  private void addConstructors(ClassWriter to) {
    Set<String> descriptors = new LinkedHashSet<>();
    for (LambdaSite site : sites) {
      descriptors.add(constructorDescriptor(site));
    }
    descriptors.forEach(descriptor -> addConstructor(to, descriptor));
  }

  private void addConstructor(ClassWriter to, String descriptor) {
    MethodVisitor code =
        to.visitMethod(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC, CONSTRUCTOR, descriptor, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", CONSTRUCTOR, "()V", false);
    Type[] values = Type.getArgumentTypes(descriptor);
    int slot = 1;
    for (int i = 0; i < values.length; i++) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(values[i].getOpcode(Opcodes.ILOAD), slot);
      code.visitFieldInsn(
          Opcodes.PUTFIELD,
          name,
          i == 0 ? NUMBER : field(values[i], i - 1),
          values[i].getDescriptor());
      slot += values[i].getSize();
    }
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  private void addConstants(ClassWriter to) {
    MethodVisitor code = to.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    code.visitCode();
    for (int i = 0; i < sites.size(); i++) {
      if (isConstant(i)) {
        to.visitField(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | FINAL, constant(i), type(), null, null);
        create(code, i);
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, constant(i), type());
      }
    }
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  private void addFactory(ClassWriter to, int i) {
    MethodVisitor code =
        to.visitMethod(
            Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            factoryName(i),
            sites.get(i).factory().getDescriptor(),
            null,
            null);
    code.visitCode();
    if (isConstant(i)) {
      code.visitFieldInsn(Opcodes.GETSTATIC, name, constant(i), type());
    } else {
      create(code, i);
    }
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }

  /** Makes an object of what the parameters of the method are. */
  private void create(MethodVisitor code, int i) {
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    push(code, i);
    int slot = 0;
    for (Type captured : sites.get(i).factory().getArgumentTypes()) {
      code.visitVarInsn(captured.getOpcode(Opcodes.ILOAD), slot);
      slot += captured.getSize();
    }
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, name, CONSTRUCTOR, constructorDescriptor(sites.get(i)), false);
  }

  private void addMethod(ClassWriter to) {
    MethodVisitor code =
        to.visitMethod(
            Opcodes.ACC_PUBLIC, pattern.method(), pattern.erased().getDescriptor(), null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, name, NUMBER, "I");
    Label[] cases = new Label[sites.size()];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = new Label();
    }
    // There is no other number than those.
    code.visitTableSwitchInsn(0, cases.length - 1, cases[cases.length - 1], cases);
    for (int i = 0; i < cases.length; i++) {
      code.visitLabel(cases[i]);
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      new LambdaCall(code, name, sites.get(i)).write();
    }
    end(code);
  }

  private boolean isConstant(int i) {
    return sites.get(i).factory().getArgumentTypes().length == 0;
  }

  private String type() {
    return "L" + name + ";";
  }

  private static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void push(MethodVisitor code, int number) {
    if (number <= Short.MAX_VALUE) {
      code.visitIntInsn(Opcodes.SIPUSH, number);
    } else {
      code.visitLdcInsn(number);
    }
  }

  private static String factoryName(int i) {
    return "make" + i;
  }

  private static String constant(int i) {
    return "LAMBDA_" + i;
  }

  private static String constructorDescriptor(LambdaSite site) {
    StringBuilder descriptor = new StringBuilder("(I");
    for (Type captured : site.factory().getArgumentTypes()) {
      descriptor.append(kept(captured).getDescriptor());
    }
    return descriptor.append(")V").toString();
  }

  /** As what a captured value is kept: many lambdas share the fields. */
  static Type kept(Type captured) {
    switch (captured.getSort()) {
      case Type.LONG:
      case Type.FLOAT:
      case Type.DOUBLE:
        return captured;
      case Type.OBJECT:
      case Type.ARRAY:
        return Type.getType(Object.class);
      default:
        return Type.INT_TYPE;
    }
  }

  static String field(Type kept, int index) {
    return "captured" + kept.getDescriptor().charAt(0) + index;
  }
}
