package dev.opamp.javaagent.bootstrap;

import dev.opamp.javaagent.agent.AgentMain;
import dev.opamp.javaagent.sample.Greeting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small jar of the same shape as the agent's. */
final class TestJar {

  static final String SERVICE_FILE = "META-INF/services/java.util.function.Supplier";

  private TestJar() {}

  /** Writes the jar: the real bootstrap classes visible, the stand-in agent hidden. */
  static Path write(Path file) throws IOException {
    return write(file, List.of(AgentMain.class, Greeting.class));
  }

  static Path write(Path file, List<Class<?>> hidden) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest())) {
      Path classes = Path.of(classLocation());
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path path : files.filter(p -> p.toString().endsWith(".class")).toList()) {
          put(jar, classes.relativize(path).toString(), Files.readAllBytes(path));
        }
      }
      store(jar, HiddenPart.NAME, hiddenPart(hidden));
    }
    return file;
  }

  private static byte[] hiddenPart(List<Class<?>> hidden) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Class<?> type : hidden) {
        put(zip, type.getName().replace('.', '/') + ".classdata", classFile(type));
      }
      put(zip, SERVICE_FILE, Greeting.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in =
        type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  private static String classLocation() {
    return OpampAgent.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", OpampAgent.class.getName());
    attributes.putValue("Agent-Class", OpampAgent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    return manifest;
  }

  private static void put(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
