package dev.opamp.javaagent.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;

/** The class files of a jar by their internal names, in an order that is the same in each build. */
final class ClassFiles {

  private static final String SUFFIX = ".class";

  private final Map<String, byte[]> bytes;

  ClassFiles(Map<String, byte[]> bytes) {
    this.bytes = new TreeMap<>(bytes);
  }

  static ClassFiles read(Path jar) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().endsWith(SUFFIX)) {
          try (InputStream in = file.getInputStream(entry)) {
            String name = entry.getName();
            bytes.put(name.substring(0, name.length() - SUFFIX.length()), in.readAllBytes());
          }
        }
      }
    }
    return new ClassFiles(bytes);
  }

  void write(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : bytes.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey() + SUFFIX));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }

  Map<String, byte[]> all() {
    return Collections.unmodifiableMap(bytes);
  }

  byte @Nullable [] get(String name) {
    return bytes.get(name);
  }
}
