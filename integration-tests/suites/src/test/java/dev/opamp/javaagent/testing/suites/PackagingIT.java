package dev.opamp.javaagent.testing.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The finished jar, looked at from outside. */
class PackagingIT {

  private static final String PATCH_LOGGER = "dev/opamp/javaagent/log/PatchLogger";

  private static final Pattern VISIBLE =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|LICENSE|NOTICE)"
              + "|dev/opamp/javaagent/bootstrap/[^/]+\\.class"
              + "|inst\\.zip");

  private static final Pattern HIDDEN =
      Pattern.compile(
          "META-INF/[A-Za-z-]*LICENSE"
              + "|META-INF/io/opentelemetry/instrumentation/[^/]+\\.properties"
              + "|META-INF/services/(io\\.opentelemetry|dev\\.opamp\\.javaagent)\\.[^/]+"
              + "|dev/opamp/javaagent/[^.]+(\\$[^/]*)?\\.(classdata|properties|txt)"
              + "|io/opentelemetry/[^.]+(\\$[^/]*)?\\.(classdata|properties)"
              + "|dev/opamp/javaagent/shaded/.+");

  @TempDir static Path directory;

  private static Path hidden;

  @BeforeAll
  static void takeOutTheHiddenPart() throws IOException {
    hidden = directory.resolve("inst.zip");
    try (JarFile jar = new JarFile(HostProcess.agentJar().toFile());
        InputStream in = jar.getInputStream(jar.getJarEntry("inst.zip"))) {
      Files.copy(in, hidden);
    }
  }

  @Test
  @Tag("JVM-04")
  void everyEntryIsOnTheWhitelist() throws IOException {
    assertThat(namesBut(VISIBLE, HostProcess.agentJar())).isEmpty();
    assertThat(namesBut(HIDDEN, hidden)).isEmpty();
  }

  private static List<String> namesBut(Pattern allowed, Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> !allowed.matcher(name).matches())
          .toList();
    }
  }

  @Test
  void noEntryIsThereTwice() throws IOException {
    Set<String> seen = new HashSet<>();
    Set<String> twice = new TreeSet<>();
    try (InputStream file = Files.newInputStream(hidden);
        JarInputStream jar = new JarInputStream(file)) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (!entry.isDirectory() && !seen.add(entry.getName())) {
          twice.add(entry.getName());
        }
      }
    }
    assertThat(twice).isEmpty();
  }

  @Test
  void manifestNamesTheAgent() throws IOException {
    try (JarFile jar = new JarFile(HostProcess.agentJar().toFile())) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class"))
          .isEqualTo("dev.opamp.javaagent.bootstrap.CommandMain");
      assertThat(attributes.getValue("Premain-Class"))
          .isEqualTo("dev.opamp.javaagent.bootstrap.OpampAgent");
      assertThat(attributes.getValue("Agent-Class"))
          .isEqualTo("dev.opamp.javaagent.bootstrap.OpampAgent");
      assertThat(attributes.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(attributes.getValue("Boot-Class-Path")).isNull();
      assertThat(attributes.getValue("Implementation-Version")).isNotBlank();
    }
  }

  @Test
  @Tag("JVM-05")
  void everyClassIsJava8ByteCode() throws IOException {
    assertThat(classesOfLaterVersions(HostProcess.agentJar())).isEmpty();
    assertThat(classesOfLaterVersions(hidden)).isEmpty();
  }

  private static Map<String, Integer> classesOfLaterVersions(Path file) throws IOException {
    Map<String, Integer> tooNew = new TreeMap<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      assertThat(jar.stream().filter(PackagingIT::isClass)).isNotEmpty();
      jar.stream()
          .filter(PackagingIT::isClass)
          .forEach(
              entry -> {
                int major = majorVersion(jar, entry);
                if (major > 52) {
                  tooNew.put(entry.getName(), major);
                }
              });
    }
    return tooNew;
  }

  @Test
  @Tag("JVM-03")
  @Tag("JVM-04")
  void noHiddenClassNamesAnUnrelocatedLibraryOrTheHostsLogger() throws IOException {
    Set<String> offenders = new TreeSet<>();
    try (JarFile jar = new JarFile(hidden.toFile())) {
      jar.stream()
          .filter(PackagingIT::isClass)
          .forEach(
              entry ->
                  forEachCall(
                      jar,
                      entry,
                      (owner, method) -> {
                        if (isForbiddenOwner(owner)) {
                          offenders.add(entry.getName() + " -> " + owner);
                        }
                      }));
    }
    assertThat(offenders).isEmpty();
  }

  private static boolean isForbiddenOwner(String owner) {
    return owner.equals("java/util/logging/Logger")
        || owner.equals("java/util/logging/LogManager")
        || owner.startsWith("com/google/protobuf/")
        || owner.startsWith("org/java_websocket/")
        || owner.startsWith("org/slf4j/")
        || owner.startsWith("com/fasterxml/")
        || owner.startsWith("okhttp3/")
        || owner.startsWith("io/prometheus/")
        || owner.startsWith("kotlin/");
  }

  @Test
  @Tag("JVM-03")
  void patchLoggerHasEveryMethodThatTheLibrariesCall() throws IOException {
    Set<String> called = new TreeSet<>();
    Set<String> implemented = new TreeSet<>();
    try (JarFile jar = new JarFile(hidden.toFile())) {
      jar.stream()
          .filter(PackagingIT::isClass)
          .forEach(
              entry ->
                  forEachCall(
                      jar,
                      entry,
                      (owner, method) -> {
                        if (owner.equals(PATCH_LOGGER)) {
                          called.add(method);
                        }
                      }));
      JarEntry logger = jar.getJarEntry(PATCH_LOGGER + ".classdata");
      new ClassReader(bytes(jar, logger))
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String s, String[] e) {
                  implemented.add(name + descriptor);
                  return null;
                }
              },
              ClassReader.SKIP_CODE);
    }
    assertThat(called).isNotEmpty();
    assertThat(implemented).containsAll(called);
  }

  @Test
  @Tag("JVM-03")
  @Tag("JVM-04")
  void hostLoadsNoAgentClassAndNoLogManagerAndSeesNoAgentOutput() throws Exception {
    try (HostProcess host =
        HostProcess.java()
            .agentArgs("endpoint=ws://127.0.0.1:1/v1/opamp")
            .jvmArg("-Xlog:class+load=info:stderr")
            .start(
                "-cp",
                HostProcess.sampleApps(),
                "dev.opamp.javaagent.testing.apps.LoaderProbe",
                "dev.opamp.javaagent.agent.AgentMain",
                "dev.opamp.javaagent.opamp.OpampSession",
                "io.opentelemetry.sdk.OpenTelemetrySdk",
                "dev.opamp.javaagent.shaded.protobuf.Message",
                "com.google.protobuf.Message")) {
      assertThat(host.awaitExit(Duration.ofSeconds(20))).isZero();
      assertThat(host.stdout().lines())
          .containsExactly(
              "dev.opamp.javaagent.agent.AgentMain absent",
              "dev.opamp.javaagent.opamp.OpampSession absent",
              "io.opentelemetry.sdk.OpenTelemetrySdk absent",
              "dev.opamp.javaagent.shaded.protobuf.Message absent",
              "com.google.protobuf.Message absent",
              "services 0");
      Set<String> loaded =
          host.stderr()
              .lines()
              .filter(line -> line.contains("[class,load]"))
              .collect(Collectors.toSet());
      assertThat(loaded).anyMatch(line -> line.contains("dev.opamp.javaagent.agent.AgentMain"));
      assertThat(loaded).noneMatch(line -> line.contains("java.util.logging.LogManager "));
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class") || entry.getName().endsWith(".classdata");
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int majorVersion(JarFile jar, JarEntry entry) {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface CallVisitor {
    void call(String owner, String method);
  }

  private static void forEachCall(JarFile jar, JarEntry entry, CallVisitor calls) {
    new ClassReader(bytes(jar, entry))
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String s, String[] e) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String method, String desc, boolean itf) {
                    calls.call(owner, method + desc);
                  }
                };
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }
}
