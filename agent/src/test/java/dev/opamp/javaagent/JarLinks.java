package dev.opamp.javaagent;

import dev.opamp.javaagent.JarClass.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The classes of the assembled jar, with what they need of each other. */
final class JarLinks {

  private static final String HIDDEN = "inst.zip";
  private static final String SERVICES = "META-INF/services/";

  private final Map<String, JarClass> classes = new TreeMap<>();
  private final Map<String, byte[]> bytes = new HashMap<>();
  private final Map<String, List<String>> providers = new TreeMap<>();
  private final Map<String, Optional<JarClass>> platform = new HashMap<>();

  JarLinks(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      readAll(in);
    }
  }

  private void readAll(InputStream archive) throws IOException {
    ZipInputStream zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      read(entry.getName(), zip.readAllBytes());
    }
  }

  private void read(String name, byte[] content) throws IOException {
    if (name.equals(HIDDEN)) {
      readAll(new ByteArrayInputStream(content));
    } else if (name.endsWith(".classdata")) {
      add(name.substring(0, name.length() - ".classdata".length()), content);
    } else if (name.endsWith(".class")) {
      add(name.substring(0, name.length() - ".class".length()), content);
    } else if (name.startsWith(SERVICES)) {
      providers.put(
          name.substring(SERVICES.length()),
          new String(content, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList());
    }
  }

  private void add(String name, byte[] content) {
    classes.put(name, new JarClass(content));
    bytes.put(name, content);
  }

  Set<String> classNames() {
    return classes.keySet();
  }

  /** Returns what is referred to, should be in the jar, and is not: with who refers to it. */
  Map<String, Set<String>> missing() {
    Map<String, Set<String>> missing = new TreeMap<>();
    classes.forEach(
        (name, type) -> {
          for (Reference reference : type.references) {
            if (isOurs(reference.owner()) && !exists(reference)) {
              missing.computeIfAbsent(reference.toString(), r -> new TreeSet<>()).add(name);
            }
          }
        });
    return missing;
  }

  /** Returns the providers of services that cannot be made. */
  List<String> missingProviders() {
    List<String> missing = new ArrayList<>();
    providers.forEach(
        (service, names) -> {
          for (String name : names) {
            JarClass type = classes.get(name.replace('.', '/'));
            if (type == null || !type.members.contains("<init>()V")) {
              missing.add(name + " of " + service);
            }
          }
        });
    return missing;
  }

  /** Returns what the JVM's verifier has against classes. */
  List<String> notVerified() {
    List<String> problems = new ArrayList<>();
    ClassLoader loader = new Loader();
    for (String name : classes.keySet()) {
      try {
        // Links the class, without running any of its code.
        Class.forName(name.replace('/', '.'), false, loader).getDeclaredConstructors();
      } catch (NoClassDefFoundError e) {
        // Of a library that is optional; all else that is missing is found on paper.
        continue;
      } catch (ClassNotFoundException | LinkageError e) {
        problems.add(name + ": " + e);
      }
    }
    return problems;
  }

  private final class Loader extends ClassLoader {
    Loader() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] found = bytes.get(name.replace('.', '/'));
      if (found == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, found, 0, found.length);
    }
  }

  private static boolean isOurs(String name) {
    return name.startsWith("dev/opamp/javaagent/") || name.startsWith("io/opentelemetry/");
  }

  private boolean exists(Reference reference) {
    JarClass owner = find(reference.owner());
    // Without its class, a member would be reported twice.
    return reference.member().isEmpty()
        ? owner != null
        : owner == null || hasMember(owner, reference.member());
  }

  private boolean hasMember(JarClass type, String member) {
    if (type.members.contains(member)) {
      return true;
    }
    for (String each : type.supertypes) {
      JarClass above = find(each);
      // Nothing is known of classes of libraries that are optional.
      if (above == null ? !isOurs(each) : hasMember(above, member)) {
        return true;
      }
    }
    return false;
  }

  private JarClass find(String name) {
    return isOurs(name)
        ? classes.get(name)
        : platform.computeIfAbsent(name, JarLinks::ofThePlatform).orElse(null);
  }

  private static Optional<JarClass> ofThePlatform(String name) {
    try (InputStream in =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(new JarClass(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
