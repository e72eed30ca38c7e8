package dev.opamp.javaagent.build;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One lambda or method reference in the code of a class.
 *
 * @param owner the internal name of that class
 * @param method name of the interface's only abstract method
 * @param factory what is captured, and the interface
 * @param erased parameters and result of that method as the interface declares them
 * @param instantiated the same as this use of the interface has them
 * @param target what is called: the captured values come first
 */
record LambdaSite(
    String owner, String method, Type factory, Type erased, Type instantiated, Handle target) {

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  /** Whether a bootstrap method makes lambdas, of whichever kind. */
  static boolean isLambda(Handle bootstrap) {
    return bootstrap.getOwner().equals(METAFACTORY);
  }

  /** Whether it makes those that implement one method of one interface and nothing else. */
  static boolean isPlain(Handle bootstrap) {
    return isLambda(bootstrap) && bootstrap.getName().equals("metafactory");
  }

  static LambdaSite of(String owner, String method, String descriptor, Object... arguments) {
    return new LambdaSite(
        owner,
        method,
        Type.getMethodType(descriptor),
        (Type) arguments[0],
        (Type) arguments[2],
        (Handle) arguments[1]);
  }

  String interfaceName() {
    return factory.getReturnType().getInternalName();
  }

  LambdaSite calling(Handle other) {
    return new LambdaSite(owner, method, factory, erased, instantiated, other);
  }

  boolean constructs() {
    return target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
  }

  /** Whether the first captured value, or the first argument, is what the target is called on. */
  boolean hasReceiver() {
    return target.getTag() != Opcodes.H_INVOKESTATIC && !constructs();
  }
}
