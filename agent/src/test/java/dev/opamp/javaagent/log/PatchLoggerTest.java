package dev.opamp.javaagent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

class PatchLoggerTest {

  private static final String JUL_LOGGER = "java/util/logging/Logger";
  private static final Pattern BUNDLED =
      Pattern.compile(
          "opentelemetry-(?!sdk-testing)|protobuf|Java-WebSocket|slf4j|okhttp|okio|kotlin|snakeyaml"
              + "|jackson|asm-");

  private final List<String> heard = new ArrayList<>();
  private final LogListener listener =
      event -> heard.add(event.level() + " " + event.logger() + " " + event.message());

  @BeforeEach
  void attach() {
    LogOutput.attach(listener);
  }

  @AfterEach
  void detach() {
    LogOutput.detach(listener);
    LogOutput.setThreshold(LogLevel.WARN);
  }

  @Test
  void hasEveryMethodThatABundledLibraryCalls() throws IOException {
    Set<String> called = new TreeSet<>();
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (BUNDLED.matcher(new File(entry).getName()).find()) {
        collectLoggerCalls(new File(entry), called);
      }
    }
    Set<String> offered =
        Stream.of(PatchLogger.class.getMethods())
            .map(m -> m.getName() + Type.getMethodDescriptor(m))
            .map(m -> m.replace(Type.getInternalName(PatchLogger.class), JUL_LOGGER))
            .collect(Collectors.toSet());
    assertThat(called).contains("getLogger(Ljava/lang/String;)L" + JUL_LOGGER + ";");
    assertThat(offered).containsAll(called);
  }

  @Test
  void mapsLevels() {
    PatchLogger logger = PatchLogger.getLogger("io.opentelemetry.Exporter");
    LogOutput.setThreshold(LogLevel.DEBUG);
    logger.severe("a");
    logger.warning("b");
    logger.info("c");
    logger.finest("d");
    assertThat(heard).containsExactly("ERROR Exporter a", "WARN Exporter b", "DEBUG Exporter c");
    assertThat(logger.isLoggable(Level.FINE)).isFalse();
    assertThat(logger.getName()).isEqualTo("io.opentelemetry.Exporter");
  }

  @Test
  void informationOfLibrariesIsNotWrittenByDefault() {
    PatchLogger logger = PatchLogger.getLogger("x");
    assertThat(logger.isLoggable(Level.INFO)).isFalse();
    assertThat(logger.isLoggable(Level.WARNING)).isTrue();
    assertThat(logger.isLoggable(Level.OFF)).isFalse();
    logger.info("not written");
    logger.log(Level.FINE, () -> String.valueOf(heard.add("evaluated")));
    assertThat(heard).isEmpty();
  }

  @Test
  void consoleExportersPrintWhateverTheLevelOfTheLog() {
    PatchLogger logger =
        PatchLogger.getLogger("io.opentelemetry.exporter.logging.LoggingSpanExporter");
    assertThat(logger.isLoggable(Level.INFO)).isTrue();
    assertThat(logger.isLoggable(Level.FINE)).isFalse();
    logger.info("a span, on stderr and not in the log");
    logger.warning("a warning");
    assertThat(heard).containsExactly("WARN LoggingSpanExporter a warning");
  }

  @Test
  void fillsInArguments() {
    PatchLogger logger = PatchLogger.getLogger("args");
    logger.log(Level.WARNING, "{0} of {1}", new Object[] {1, null});
    logger.log(Level.WARNING, "one {0}", (Object) "value");
    logger.log(Level.WARNING, (String) null);
    logger.log(Level.WARNING, "with cause", new IllegalStateException("x"));
    assertThat(heard)
        .containsExactly(
            "WARN args 1 of null", "WARN args one value", "WARN args null", "WARN args with cause");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void collectLoggerCalls(File jarPath, Set<String> calls) throws IOException {
    try (JarFile jar = new JarFile(jarPath)) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = jar.getInputStream(entry)) {
            new ClassReader(in).accept(new CallCollector(calls), ClassReader.SKIP_FRAMES);
          }
        }
      }
    }
  }

  private static final class CallCollector extends ClassVisitor {
    private final Set<String> calls;

    CallCollector(Set<String> calls) {
      super(Opcodes.ASM9);
      this.calls = calls;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean itf) {
          if (owner.equals(JUL_LOGGER)) {
            calls.add(name + descriptor);
          }
        }
      };
    }
  }
}
