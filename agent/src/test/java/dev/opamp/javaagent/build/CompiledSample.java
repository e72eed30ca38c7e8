package dev.opamp.javaagent.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The class files of a source {@code sample.Sample}, for Java 8 as in the agent. */
final class CompiledSample {

  private CompiledSample() {}

  static ClassFiles of(Path directory, String source, String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("Sample.java"), source);
    List<String> arguments = new ArrayList<>(List.of("--release", "8", "-Xlint:-options"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("-d", directory.toString(), file.toString()));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(failed).isZero();
    Map<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("sample"))) {
      for (Path each : (Iterable<Path>) files::iterator) {
        String name = each.getFileName().toString().replace(".class", "");
        bytes.put("sample/" + name, Files.readAllBytes(each));
      }
    }
    return new ClassFiles(bytes);
  }

  /** Loads the sample, with nothing but these files and the JDK in sight. */
  static Class<?> load(ClassFiles files) throws ClassNotFoundException {
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = files.get(name.replace('.', '/'));
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    return loader.loadClass("sample.Sample");
  }
}
