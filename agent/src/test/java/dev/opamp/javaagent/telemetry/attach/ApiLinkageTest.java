package dev.opamp.javaagent.telemetry.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.telemetry.OwnSdkTarget;
import java.io.File;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class of the SDK, and of the agent's code around it, links with every supported API: there
 * is no reference that would end in a {@code LinkageError} when it is used.
 */
class ApiLinkageTest {

  /** The class of the library that the agent replaces has parts that are not in the jar either. */
  private static final String REPLACED = ".*/declarativeconfig/DeclarativeConfiguration\\$.*";

  private static final String SWITCH_TABLE =
      "the table of a switch leaves out constants that are not there";
  private static final String ONLY_THE_APPLICATION =
      "called when the application calls the same method, which its API does not have";

  /** What does not link and is never reached, and why. */
  private static final Map<String, String> NEVER_REACHED =
      Map.of(
          "no member io/opentelemetry/api/common/(Attribute|Value)Type\\.[A-Z]+:.* <- .*\\$\\d",
          SWITCH_TABLE,
          "no member .*\\.isEnabled\\(.*\\)Z <- dev/opamp/javaagent/telemetry/.*",
          ONLY_THE_APPLICATION,
          "no member .*GaugeBuilder\\.build\\(\\).* <- .*/metrics/GaugeBuilders\\$Of.*",
          ONLY_THE_APPLICATION,
          "no member .*AttributeKey\\.valueKey.* <- io/opentelemetry/api/logs/LogRecordBuilder",
          "a default method for attributes of a type that came later",
          "no member .*getLogsBridge.* <- .*/incubator/internal/ObfuscatedExtendedOpenTelemetry",
          "the SDK finds no extended API, see SdkClassLoader",
          "no member .* <- io/opentelemetry/instrumentation/api/.*",
          "an SDK has no instrumentations; the agent's own are in its own loader");

  private static Stream<String> versions() {
    return ApiJars.versions().stream();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everythingThatIsReachedLinks(String version) throws Exception {
    assertThat(problems(version))
        .filteredOn(problem -> NEVER_REACHED.keySet().stream().noneMatch(problem::matches))
        .isEmpty();
  }

  @Test
  void everyExceptionIsNeeded() throws Exception {
    Set<String> problems = new TreeSet<>();
    for (String version : ApiJars.versions()) {
      problems.addAll(problems(version));
    }

    assertThat(NEVER_REACHED.keySet())
        .allMatch(pattern -> problems.stream().anyMatch(problem -> problem.matches(pattern)));
  }

  /** With the API that the SDK was made for only what nobody hands out is the agent's. */
  @Test
  void apiOfTheSdksVersionIsComplete() throws Exception {
    LinkageCheck check = new LinkageCheck(new ApplicationLoader((l, name, type, bytes) -> null));

    assertThat(check.problems(sdkClasses())).isEmpty();
    assertThat(check.apiOfTheAgent())
        .containsExactlyInAnyOrder(
            "io/opentelemetry/api/internal/ConfigUtil",
            "io/opentelemetry/api/internal/OtelEncodingUtils",
            "io/opentelemetry/api/internal/StringUtils",
            "io/opentelemetry/api/internal/TemporaryBuffers");
  }

  private static Set<String> problems(String version) throws Exception {
    try (URLClassLoader application =
        new URLClassLoader(ApiJars.of(version), ClassLoader.getPlatformClassLoader())) {
      return new LinkageCheck(application).problems(sdkClasses());
    }
  }

  /** The internal names of what the loader of an SDK defines, the API apart. */
  private static Set<String> sdkClasses() throws Exception {
    Set<String> names = new TreeSet<>();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      if (entry.matches(".*/opentelemetry-[^/]*\\.jar")
          && !entry.matches(".*/opentelemetry-(sdk-testing|proto|api|context|common)-\\d[^/]*")) {
        try (JarFile jar = new JarFile(entry)) {
          jar.stream()
              .map(file -> file.getName())
              .filter(name -> !name.matches(REPLACED))
              .forEach(names::add);
        }
      }
    }
    Path agent =
        Path.of(OwnSdkTarget.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(agent)) {
      files.map(file -> agent.relativize(file).toString()).forEach(names::add);
    }
    Set<String> own = new TreeSet<>();
    for (String name : names) {
      String internal = name.replaceFirst("\\.class$", "");
      if (name.endsWith(".class") && SdkClassLoader.isOwn(internal.replace('/', '.'))) {
        own.add(internal);
      }
    }
    return own;
  }
}
