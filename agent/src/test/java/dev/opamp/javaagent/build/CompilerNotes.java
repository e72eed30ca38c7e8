package dev.opamp.javaagent.build;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/**
 * Leaves out of class files what is there for compilers and debuggers: generic signatures of
 * classes and methods, names of parameters and of local variables, and annotations that the JVM
 * does not see or that are of types. A JVM reads all that with each class, and nothing in the jar
 * asks for it. Line numbers stay, for stack traces, and the generic types of fields, which the
 * reader of declarative configuration asks for.
 */
final class CompilerNotes {

  private CompilerNotes() {}

  static ClassFiles leftOut(ClassFiles files) {
    Map<String, byte[]> result = new TreeMap<>();
    files.all().forEach((name, bytes) -> result.put(name, leftOut(bytes)));
    return new ClassFiles(result);
  }

  private static byte[] leftOut(byte[] bytes) {
    // A pool of constants of its own: what nothing refers to any more is to be gone from it.
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new OfClass(writer), 0);
    return writer.toByteArray();
  }

  private static final class OfClass extends ClassVisitor {

    OfClass(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      super.visit(version, access, name, null, superName, interfaces);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return visible ? super.visitAnnotation(descriptor, true) : null;
    }

    @Override
    public @Nullable AnnotationVisitor visitTypeAnnotation(
        int type, @Nullable TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      return new OfField(super.visitField(access, name, descriptor, signature, value));
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new OfMethod(super.visitMethod(access, name, descriptor, null, exceptions));
    }
  }

  private static final class OfField extends FieldVisitor {

    OfField(FieldVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return visible ? super.visitAnnotation(descriptor, true) : null;
    }

    @Override
    public @Nullable AnnotationVisitor visitTypeAnnotation(
        int type, @Nullable TypePath path, String descriptor, boolean visible) {
      return null;
    }
  }

  private static final class OfMethod extends MethodVisitor {

    OfMethod(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitParameter(@Nullable String name, int access) {
      // For whoever reflects on names.
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int index) {
      // For debuggers.
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return visible ? super.visitAnnotation(descriptor, true) : null;
    }

    @Override
    public @Nullable AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      return visible ? super.visitParameterAnnotation(parameter, descriptor, true) : null;
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {
      if (visible) {
        super.visitAnnotableParameterCount(count, true);
      }
    }

    @Override
    public @Nullable AnnotationVisitor visitTypeAnnotation(
        int type, @Nullable TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitInsnAnnotation(
        int type, @Nullable TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitTryCatchAnnotation(
        int type, @Nullable TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitLocalVariableAnnotation(
        int type,
        @Nullable TypePath path,
        Label[] start,
        Label[] end,
        int[] index,
        String descriptor,
        boolean visible) {
      return null;
    }
  }
}
