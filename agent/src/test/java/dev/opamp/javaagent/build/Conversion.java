package dev.opamp.javaagent.build;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the conversions that a method reference implies: casts, boxing, unboxing, widening. */
final class Conversion {

  private static final Map<Type, Type> PRIMITIVES =
      Map.of(
          Type.getType(Boolean.class), Type.BOOLEAN_TYPE,
          Type.getType(Character.class), Type.CHAR_TYPE,
          Type.getType(Byte.class), Type.BYTE_TYPE,
          Type.getType(Short.class), Type.SHORT_TYPE,
          Type.getType(Integer.class), Type.INT_TYPE,
          Type.getType(Long.class), Type.LONG_TYPE,
          Type.getType(Float.class), Type.FLOAT_TYPE,
          Type.getType(Double.class), Type.DOUBLE_TYPE);

  private final MethodVisitor code;

  Conversion(MethodVisitor code) {
    this.code = code;
  }

  /** Converts what is on top of the stack. */
  void convert(Type from, Type to) {
    if (from.equals(to)) {
      return;
    }
    if (isPrimitive(from)) {
      if (isPrimitive(to)) {
        widen(from, to);
      } else {
        box(from);
      }
    } else if (isPrimitive(to)) {
      unbox(from, to);
    } else if (!to.equals(Type.getType(Object.class))) {
      // Also where it is certain: the verifier would load both classes to see that.
      code.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }
  }

  private void box(Type primitive) {
    Type wrapper = wrapper(primitive);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        wrapper.getInternalName(),
        "valueOf",
        Type.getMethodDescriptor(wrapper, primitive),
        false);
  }

  private void unbox(Type from, Type to) {
    Type wrapper = PRIMITIVES.containsKey(from) ? from : wrapper(to);
    convert(from, wrapper);
    Type value = PRIMITIVES.get(wrapper);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        wrapper.getInternalName(),
        value.getClassName() + "Value",
        Type.getMethodDescriptor(value),
        false);
    convert(value, to);
  }

  private void widen(Type from, Type to) {
    int row = row(from);
    if (row == row(to)) {
      return;
    }
    switch (to.getSort()) {
      case Type.LONG:
        code.visitInsn(Opcodes.I2L);
        break;
      case Type.FLOAT:
        code.visitInsn(from.getSort() == Type.LONG ? Opcodes.L2F : Opcodes.I2F);
        break;
      case Type.DOUBLE:
        code.visitInsn(
            from.getSort() == Type.LONG
                ? Opcodes.L2D
                : from.getSort() == Type.FLOAT ? Opcodes.F2D : Opcodes.I2D);
        break;
      default:
        throw new IllegalArgumentException("no widening: " + from + " to " + to);
    }
  }

  /** The kinds of values that the JVM computes with. */
  private static int row(Type primitive) {
    switch (primitive.getSort()) {
      case Type.LONG:
      case Type.FLOAT:
      case Type.DOUBLE:
        return primitive.getSort();
      default:
        return Type.INT;
    }
  }

  private static Type wrapper(Type primitive) {
    return PRIMITIVES.entrySet().stream()
        .filter(each -> each.getValue().equals(primitive))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no wrapper: " + primitive))
        .getKey();
  }

  private static boolean isPrimitive(Type type) {
    return type.getSort() < Type.ARRAY;
  }
}
