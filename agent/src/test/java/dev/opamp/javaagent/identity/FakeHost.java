package dev.opamp.javaagent.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A host made of a temporary directory, with a Linux JVM's properties. */
final class FakeHost {

  final Path root;
  final Map<String, String> variables = new HashMap<>();
  final Map<String, String> properties = new HashMap<>();

  FakeHost(Path root) {
    this.root = root;
    properties.put("os.name", "Linux");
    properties.put("os.version", "6.1.0");
    properties.put("os.arch", "amd64");
    properties.put("java.runtime.name", "OpenJDK Runtime Environment");
    properties.put("java.runtime.version", "17.0.15+6");
    properties.put("java.vm.vendor", "Debian");
    properties.put("java.vm.name", "OpenJDK 64-Bit Server VM");
    properties.put("java.vm.version", "17.0.15+6-Debian");
    properties.put("java.home", "/opt/jdk");
    properties.put("file.separator", "/");
  }

  FakeHost file(String path, String content) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FakeHost link(String path, String target) {
    try {
      Path link = root.resolve(path.substring(1));
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ResourceDetection detection() {
    return new ResourceDetection(new HostEnvironment(variables, properties, root), "1.2.3");
  }
}
