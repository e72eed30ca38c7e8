package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.telemetry.attach.LinkedClass.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Links the classes of an SDK with the API of an application on paper: what the JVM would throw at
 * the first use of a missing or inaccessible class or member is found without a use.
 */
final class LinkageCheck {

  private final ClassLoader application;
  private final ApiClasses api;
  private final OlderApiCalls calls;
  private final Map<String, Optional<LinkedClass>> classes = new HashMap<>();
  private final Deque<String> toCheck = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> problems = new TreeSet<>();

  /**
   * @param application the loader of the application's API
   */
  LinkageCheck(ClassLoader application) {
    this.application = application;
    this.api = new ApiClasses(application);
    this.calls = new OlderApiCalls(application);
  }

  /**
   * Checks these classes of the SDK, and the classes of the API that are defined beside them.
   *
   * @param names internal names
   * @return the problems: what is wrong with what, and the class that is concerned
   */
  Set<String> problems(Iterable<String> names) {
    names.forEach(this::schedule);
    while (!toCheck.isEmpty()) {
      LinkedClass type = find(toCheck.pop());
      if (type != null && type.origin == Origin.SDK) {
        checkHierarchy(type);
        new ClassReader(type.bytes).accept(new References(type), ClassReader.SKIP_DEBUG);
      }
    }
    return problems;
  }

  /** Returns the classes of the API that come from the agent because something refers to them. */
  Set<String> apiOfTheAgent() {
    Set<String> own = new TreeSet<>();
    for (String name : seen) {
      LinkedClass type = find(name);
      if (isApi(name) && type != null && type.origin == Origin.SDK) {
        own.add(name);
      }
    }
    return own;
  }

  private void schedule(String name) {
    if (seen.add(name)) {
      toCheck.add(name);
    }
  }

  private static boolean isApi(String name) {
    return name.matches("io/opentelemetry/(context|common|api)/(?!incubator/).*");
  }

  private LinkedClass find(String name) {
    return classes.computeIfAbsent(name, this::look).orElse(null);
  }

  private Optional<LinkedClass> look(String name) {
    String className = name.replace('/', '.');
    if (api.find(className) != null) {
      return linked(Origin.APPLICATION, read(application, name));
    }
    byte[] bytes = read(LinkageCheck.class.getClassLoader(), name);
    if (bytes == null) {
      return Optional.empty();
    }
    return SdkClassLoader.isOwn(className)
        ? linked(Origin.SDK, calls.redirect(bytes))
        : linked(Origin.OTHER, bytes);
  }

  private static Optional<LinkedClass> linked(Origin origin, byte[] bytes) {
    return Optional.of(new LinkedClass(origin, bytes));
  }

  private static byte[] read(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkHierarchy(LinkedClass type) {
    for (String each : type.supertypes) {
      checkType(type, each);
      LinkedClass above = find(each);
      if (above != null && above.is(Opcodes.ACC_FINAL)) {
        problem("final class", each, type);
      }
    }
    if (!type.is(Opcodes.ACC_ABSTRACT)) {
      everythingAbove(type, new HashSet<>())
          .forEach((member, owner) -> checkImplemented(type, member, owner));
    }
    for (Map.Entry<String, Integer> method : type.members.entrySet()) {
      checkOverriding(type, method.getKey(), method.getValue());
    }
  }

  /** Returns the abstract methods of the application's API, with one class that has each. */
  private Map<String, LinkedClass> everythingAbove(LinkedClass type, Set<String> visited) {
    Map<String, LinkedClass> all = new HashMap<>();
    for (String each : type.supertypes) {
      LinkedClass above = visited.add(each) ? find(each) : null;
      if (above == null) {
        continue;
      }
      if (above.origin == Origin.APPLICATION) {
        above.members.forEach(
            (member, access) -> {
              if ((access & Opcodes.ACC_ABSTRACT) != 0) {
                all.put(member, above);
              }
            });
      }
      all.putAll(everythingAbove(above, visited));
    }
    return all;
  }

  private void checkImplemented(LinkedClass type, String member, LinkedClass owner) {
    Resolved found = resolve(type, member, true);
    if (found.owner == null && !found.unknown) {
      problem("not implemented", owner.name + "." + member, type);
    }
  }

  private void checkOverriding(LinkedClass type, String member, int access) {
    if (member.startsWith("<")
        || (access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0
        || member.indexOf(':') >= 0) {
      return;
    }
    LinkedClass above = type.superclass == null ? null : find(type.superclass);
    while (above != null && above.superclass != null) {
      if ((above.members.getOrDefault(member, 0) & Opcodes.ACC_FINAL) != 0) {
        problem("final method", above.name + "." + member, type);
      }
      above = find(above.superclass);
    }
  }

  /** Where a member is, if it is anywhere. */
  private static final class Resolved {
    private LinkedClass owner;

    /** Whether a supertype is not on the class path, so that it may have the member. */
    private boolean unknown;
  }

  private Resolved resolve(LinkedClass from, String member, boolean concrete) {
    Resolved resolved = new Resolved();
    resolve(from, member, concrete, resolved);
    return resolved;
  }

  private void resolve(LinkedClass at, String member, boolean concrete, Resolved resolved) {
    Integer access = at.members.get(member);
    if (access != null && (!concrete || (access & Opcodes.ACC_ABSTRACT) == 0)) {
      resolved.owner = at;
      return;
    }
    for (String each : at.supertypes) {
      LinkedClass above = find(each);
      if (above == null) {
        resolved.unknown = true;
      } else if (resolved.owner == null) {
        resolve(above, member, concrete, resolved);
      }
    }
    if (resolved.owner == null && at.is(Opcodes.ACC_INTERFACE)) {
      resolve(find("java/lang/Object"), member, concrete, resolved);
    }
  }

  private void checkType(LinkedClass from, String name) {
    if (name.startsWith("[")) {
      Type element = Type.getType(name).getElementType();
      if (element.getSort() == Type.OBJECT) {
        checkType(from, element.getInternalName());
      }
      return;
    }
    LinkedClass type = find(name);
    if (type == null) {
      if (isApi(name)) {
        problem("no class", name, from);
      }
      return;
    }
    if (type.origin == Origin.SDK) {
      schedule(name);
    }
    if (type.origin == Origin.APPLICATION && !type.is(Opcodes.ACC_PUBLIC)) {
      problem("inaccessible class", name, from);
    }
  }

  private void checkMember(LinkedClass from, String owner, String member) {
    checkType(from, owner);
    LinkedClass type = owner.startsWith("[") ? null : find(owner);
    if (type == null || type.origin == Origin.OTHER) {
      return;
    }
    Resolved found = resolve(type, member, false);
    if (found.owner == null) {
      if (!found.unknown) {
        problem("no member", owner + "." + member, from);
      }
    } else if (found.owner.origin == Origin.APPLICATION
        && !isAccessible(from, found.owner, found.owner.members.get(member))) {
      problem("inaccessible member", owner + "." + member, from);
    }
  }

  private boolean isAccessible(LinkedClass from, LinkedClass owner, int access) {
    return (access & Opcodes.ACC_PUBLIC) != 0
        || ((access & Opcodes.ACC_PROTECTED) != 0 && isBelow(from, owner.name));
  }

  private boolean isBelow(LinkedClass type, String ancestor) {
    for (String each : type.supertypes) {
      LinkedClass above = find(each);
      if (each.equals(ancestor) || (above != null && isBelow(above, ancestor))) {
        return true;
      }
    }
    return false;
  }

  private void problem(String what, String of, LinkedClass where) {
    problems.add(what + " " + of + " <- " + where.name);
  }

  /** Follows all references of one class. */
  private final class References extends ClassVisitor {
    private final LinkedClass from;

    References(LinkedClass from) {
      super(Opcodes.ASM9);
      this.from = from;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitTypeInsn(int opcode, String type) {
          checkType(from, type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          checkMember(from, owner, field + ":" + type);
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          checkMember(from, owner, method + type);
          LinkedClass there = owner.startsWith("[") ? null : find(owner);
          if (there != null && there.is(Opcodes.ACC_INTERFACE) != isInterface) {
            problem("class or interface", owner + "." + method + type, from);
          }
        }

        @Override
        public void visitLdcInsn(Object value) {
          constant(value);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String method, String type, Handle bootstrap, Object... arguments) {
          Type made = Type.getReturnType(type);
          if (made.getSort() == Type.OBJECT && arguments.length > 0) {
            checkType(from, made.getInternalName());
            if (arguments[0] instanceof Type) {
              checkMember(from, made.getInternalName(), method + arguments[0]);
            }
          }
          List.of(arguments).forEach(this::constant);
        }

        private void constant(Object value) {
          if (value instanceof Type && ((Type) value).getSort() == Type.OBJECT) {
            checkType(from, ((Type) value).getInternalName());
          } else if (value instanceof Handle) {
            Handle handle = (Handle) value;
            String separator = handle.getDesc().startsWith("(") ? "" : ":";
            checkMember(from, handle.getOwner(), handle.getName() + separator + handle.getDesc());
          }
        }
      };
    }
  }
}
