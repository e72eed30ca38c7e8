package dev.opamp.javaagent.telemetry.attach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What linking needs to know of a class: what it is, what it extends, and what it has. */
final class LinkedClass extends ClassVisitor {

  /** Whose loader defines the class. */
  enum Origin {
    APPLICATION,
    SDK,
    OTHER
  }

  final Origin origin;
  final byte[] bytes;
  final List<String> supertypes = new ArrayList<>();

  /** Access flags by name and descriptor; those of fields have a colon between. */
  final Map<String, Integer> members = new HashMap<>();

  String name;
  String superclass;
  int access;

  LinkedClass(Origin origin, byte[] bytes) {
    super(Opcodes.ASM9);
    this.origin = origin;
    this.bytes = bytes;
    new ClassReader(bytes).accept(this, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  String packageName() {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String sup, String[] interfaces) {
    this.name = name;
    this.access = access;
    this.superclass = sup;
    if (sup != null) {
      supertypes.add(sup);
    }
    supertypes.addAll(List.of(interfaces));
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    members.put(name + ":" + descriptor, access);
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    members.put(name + descriptor, access);
    return null;
  }
}
