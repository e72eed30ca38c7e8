package dev.opamp.javaagent.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts ordinary classes in the place of the hidden ones that lambdas are made of.
 *
 * <p>One class for each package and interface, and no more: what implements one interface must not
 * seem to implement another, and what is of one package may be loaded apart from the others.
 * Lambdas that can be serialized, or have more than one method, stay what they are.
 */
final class LambdaMerge {

  private final ClassFiles files;
  private final Members members;
  private final Map<String, byte[]> result = new TreeMap<>();
  private final Map<String, MergedLambdas> merged = new LinkedHashMap<>();
  private int sites;

  LambdaMerge(ClassFiles files) {
    this.files = files;
    this.members = new Members(files);
  }

  void run() {
    files.all().forEach((name, bytes) -> result.put(name, merge(name, bytes)));
    merged.values().forEach(each -> result.put(each.name(), each.toClassFile()));
  }

  ClassFiles result() {
    return new ClassFiles(result);
  }

  /** How many lambdas have no class of their own any more. */
  int mergedSites() {
    return sites;
  }

  /** How many classes there are in their place. */
  int mergedClasses() {
    return merged.size();
  }

  private byte[] merge(String name, byte[] bytes) {
    if (name.startsWith("META-INF/")) {
      // The same classes once more, for newer JDKs.
      return bytes;
    }
    List<LambdaSite> mergeable = mergeable(name, bytes);
    if (mergeable.isEmpty()) {
      return bytes;
    }
    OpenedMethods opened = new OpenedMethods(name, members);
    Map<LambdaSite, Handle> factories = new HashMap<>();
    for (LambdaSite site : mergeable) {
      factories.computeIfAbsent(site, any -> factory(any, opened));
    }
    sites += factories.size();
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new LambdaRewriter(writer, name, factories, opened), 0);
    return writer.toByteArray();
  }

  private List<LambdaSite> mergeable(String name, byte[] bytes) {
    LambdaSites all = LambdaSites.in(name, bytes);
    List<LambdaSite> mergeable = new ArrayList<>();
    Set<Handle> staying = all.otherwiseUsed();
    for (LambdaSite site : all.plain()) {
      if (isMergeable(site)) {
        mergeable.add(site);
      } else {
        staying.add(site.target());
      }
    }
    mergeable.removeIf(site -> staying.contains(site.target()) && isOwnPrivate(site));
    return mergeable;
  }

  private boolean isMergeable(LambdaSite site) {
    Handle target = site.target();
    Type owner = Type.getObjectType(target.getOwner());
    return owner.getSort() == Type.OBJECT
        && (isOwnPrivate(site)
            || members.isCallable(
                target.getOwner(), target.getName(), target.getDesc(), site.owner()))
        && Stream.of(
                Stream.of(owner, site.factory().getReturnType()),
                types(site.factory()),
                types(site.erased()),
                types(site.instantiated()),
                types(Type.getMethodType(target.getDesc())))
            .flatMap(each -> each)
            .allMatch(type -> members.isVisible(type, site.owner()));
  }

  private static Stream<Type> types(Type method) {
    return Stream.concat(Stream.of(method.getArgumentTypes()), Stream.of(method.getReturnType()));
  }

  private boolean isOwnPrivate(LambdaSite site) {
    Handle target = site.target();
    return target.getOwner().equals(site.owner())
        && members.isPrivate(site.owner(), target.getName(), target.getDesc());
  }

  private Handle factory(LambdaSite site, OpenedMethods opened) {
    LambdaSite reachable = isOwnPrivate(site) ? site.calling(opened.open(site.target())) : site;
    String descriptor = reachable.factory().getDescriptor();
    MergedLambdas to = mergedFor(reachable);
    return new Handle(Opcodes.H_INVOKESTATIC, to.name(), to.add(reachable), descriptor, false);
  }

  private MergedLambdas mergedFor(LambdaSite site) {
    String key =
        Packages.of(site.owner())
            + ' '
            + site.interfaceName()
            + '.'
            + site.method()
            + site.erased().getDescriptor();
    return merged.computeIfAbsent(key, any -> new MergedLambdas(freeName(site), site));
  }

  private String freeName(LambdaSite site) {
    String of = site.interfaceName();
    String wanted =
        Packages.of(site.owner()) + "MergedLambdas$" + of.substring(of.lastIndexOf('/') + 1);
    String name = wanted;
    for (int i = 2; isTaken(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return files.get(name) != null
        || merged.values().stream().anyMatch(each -> each.name().equals(name));
  }
}
