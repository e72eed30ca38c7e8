package dev.opamp.javaagent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.opamp.javaagent.sample.Greeting;
import dev.opamp.javaagent.sample.Host;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClassLoaderTest {

  @TempDir Path dir;
  private Path jar;
  private AgentClassLoader loader;

  @BeforeEach
  void open() throws IOException {
    jar = TestJar.write(dir.resolve("with space %41 #1/agent.jar"));
    loader = new AgentClassLoader(jar.toFile());
  }

  @Test
  void definesHiddenClassesWithPackageAndTheAgentsProtectionDomain() throws Exception {
    Class<?> type = loader.loadClass(Greeting.class.getName());
    assertThat(type).isNotSameAs(Greeting.class);
    assertThat(type.getClassLoader()).isSameAs(loader);
    assertThat(type.getPackage().getName()).isEqualTo("dev.opamp.javaagent.sample");
    assertThat(type.getProtectionDomain()).isSameAs(AgentClassLoader.class.getProtectionDomain());
    assertThat(loader.loadClass(Greeting.class.getName())).isSameAs(type);
  }

  @Test
  void seesThePlatformAndTheSeamButNotTheHost() throws Exception {
    assertThat(loader.loadClass("java.sql.Driver").getClassLoader())
        .isSameAs(ClassLoader.getPlatformClassLoader());
    assertThat(loader.loadClass(AgentStarter.class.getName())).isSameAs(AgentStarter.class);
    assertThatThrownBy(() -> loader.loadClass(Host.class.getName()))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource("dev/opamp/javaagent/sample/Host.class")).isNull();
    assertThat(loader.getParent()).isSameAs(ClassLoader.getPlatformClassLoader());
  }

  @Test
  void resourcesAreReadThroughTheOpenJarAndNothingElseIsOpened() throws IOException {
    URL url = loader.getResource(TestJar.SERVICE_FILE);
    assertThat(url).hasToString("jar:" + jar.toFile().toURI() + "!/inst/" + TestJar.SERVICE_FILE);
    assertThat(Collections.list(loader.getResources(TestJar.SERVICE_FILE))).hasSize(1);
    for (int i = 0; i < 3; i++) {
      try (InputStream in = url.openConnection().getInputStream()) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo(Greeting.class.getName());
      }
    }
    assertThat(url.openConnection().getContentLength())
        .isEqualTo(Greeting.class.getName().length());
    assertThat(loader.getResource("missing")).isNull();
    assertThat(timesOpened()).isEqualTo(1);
  }

  private long timesOpened() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).isDirectory();
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.filter(fd -> jar.equals(targetOf(fd))).count();
    }
  }

  private static Path targetOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException e) {
      // Closed since it was listed.
      return descriptor;
    }
  }

  @Test
  void serviceLoaderFindsHiddenProviders() {
    List<String> greetings =
        ServiceLoader.load(Supplier.class, loader).stream()
            .map(provider -> String.valueOf(provider.get().get()))
            .toList();
    assertThat(greetings).containsExactly("hidden hello");
  }

  @Test
  void manyThreadsGetTheSameClass() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Class<?>> load = () -> loader.loadClass(Greeting.class.getName());
      Class<?> first = null;
      for (Future<Class<?>> result : threads.invokeAll(Collections.nCopies(64, load))) {
        first = first == null ? result.get() : first;
        assertThat(result.get()).isSameAs(first);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void classBytesAreThoseInTheJar() throws Exception {
    assertThat(loader.classBytes(Greeting.class.getName()))
        .isEqualTo(TestJar.classFile(Greeting.class));
    assertThat(loader.classBytes("no.such.Type")).isNull();
  }
}
