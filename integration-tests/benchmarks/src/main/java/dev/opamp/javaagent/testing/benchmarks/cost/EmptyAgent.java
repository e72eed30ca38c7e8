package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** What a JVM pays for any agent at all. */
public final class EmptyAgent {

  private EmptyAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}

  /** Writes this class as an agent. */
  static void writeJar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
    try (InputStream code = EmptyAgent.class.getResourceAsStream("/" + entry);
        JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      if (code == null) {
        throw new IOException("no " + entry);
      }
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
    }
  }
}
