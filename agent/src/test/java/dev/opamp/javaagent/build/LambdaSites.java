package dev.opamp.javaagent.build;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The lambdas and method references in one class. */
final class LambdaSites {

  private final List<LambdaSite> plain = new ArrayList<>();
  private final Set<Handle> otherwiseUsed = new HashSet<>();

  private LambdaSites() {}

  static LambdaSites in(String owner, byte[] bytes) {
    LambdaSites sites = new LambdaSites();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return sites.collector(owner);
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return sites;
  }

  private MethodVisitor collector(String owner) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitInvokeDynamicInsn(
          String name, String descriptor, Handle bootstrap, Object... arguments) {
        if (LambdaSite.isPlain(bootstrap)) {
          plain.add(LambdaSite.of(owner, name, descriptor, arguments));
        } else if (LambdaSite.isLambda(bootstrap)) {
          otherwiseUsed.add((Handle) arguments[1]);
        }
      }
    };
  }

  /** Those that implement one method of one interface, in the order of the code. */
  List<LambdaSite> plain() {
    return plain;
  }

  /** What the others call, those that can be serialized for example. */
  Set<Handle> otherwiseUsed() {
    return otherwiseUsed;
  }
}
