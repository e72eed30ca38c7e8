package dev.opamp.javaagent.testing.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes OSGi bundles of jars that are none. */
final class Bundles {

  private final Path directory;

  /**
   * @param directory where they come to
   */
  Bundles(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  Path directory() {
    return directory;
  }

  /** Puts a bundle there that is one already. */
  void copy(Path bundle) throws IOException {
    Files.copy(bundle, directory.resolve(bundle.getFileName()));
  }

  /**
   * Puts jars there as one bundle, which shows all of their packages to others.
   *
   * @param imported the packages of others that it sees; those of {@code java.*} nobody imports
   */
  void wrap(String name, List<Path> jars, String imported) throws IOException {
    Manifest manifest = manifest(name, jars, imported);
    Path made = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), manifest)) {
      for (Path jar : jars) {
        out.putNextEntry(new JarEntry(jar.getFileName().toString()));
        Files.copy(jar, out);
        out.closeEntry();
      }
    }
  }

  /** All packages of these jars, as they are exported and imported. */
  static String packages(List<Path> jars) throws IOException {
    Set<String> packages = new TreeSet<>();
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        file.stream()
            .map(JarEntry::getName)
            .filter(entry -> entry.endsWith(".class") && entry.contains("/"))
            .filter(entry -> !entry.startsWith("META-INF/"))
            .map(entry -> entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'))
            .forEach(packages::add);
      }
    }
    return String.join(",", packages);
  }

  private static Manifest manifest(String name, List<Path> jars, String imported)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", name);
    attributes.putValue("Bundle-Version", "1.0.0");
    attributes.putValue(
        "Bundle-ClassPath",
        String.join(",", jars.stream().map(jar -> jar.getFileName().toString()).toList()));
    attributes.putValue("Export-Package", packages(jars));
    if (!imported.isEmpty()) {
      attributes.putValue("DynamicImport-Package", imported);
    }
    return manifest;
  }

  /** The class files of one agent of the application's jar, as an agent of its own. */
  static Path agent(Path jar, String main) throws IOException {
    String file = main.replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", main);
    attributes.putValue("Agent-Class", main);
    attributes.putValue("Can-Retransform-Classes", "true");
    try (JarFile app = new JarFile(Fixtures.app().toFile());
        InputStream in = app.getInputStream(app.getJarEntry(file));
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }
}
