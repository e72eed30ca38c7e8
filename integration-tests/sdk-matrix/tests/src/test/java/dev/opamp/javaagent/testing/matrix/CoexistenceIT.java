package dev.opamp.javaagent.testing.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.opamp.javaagent.testing.suites.HostProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An SDK that an application has built is controlled beside what else a JVM may have: a security
 * manager, loaders of all kinds, modules, agents that change classes too, a second copy of this
 * one, an archive of classes.
 */
@Execution(ExecutionMode.CONCURRENT)
class CoexistenceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String APP = "dev.opamp.javaagent.testing.matrix.app.";
  private static final String ENDING = APP + "EndingApp";
  private static final String OLDER = "1.44.1";
  private static final String NEWEST = "1.68.0";

  private static final String ALL = "permission java.security.AllPermission;";

  private static final String[] MANAGER_WARNINGS = {
    "WARNING: A command line option has enabled the Security Manager",
    "WARNING: The Security Manager is deprecated and will be removed in a future release"
  };

  private static final String IGNORED =
      "opamp-javaagent: already loaded into this JVM, this one is ignored";

  @TempDir private Path dir;

  @Test
  void childFirstLoaderWithAnSdkOfItsOwn() throws Exception {
    try (Beside beside =
        new Beside("child-first", Beside.cell(NEWEST, Jdk.FIRST), "outer", "inner")) {
      beside.start(
          (builder, endpoint) ->
              builder
                  .jvmArg(ours())
                  .start(
                      "-cp",
                      Fixtures.classPath(Fixtures.sdk(NEWEST)),
                      APP + "TwoLoadersApp",
                      Fixtures.classPath(Fixtures.sdk(OLDER)),
                      "outer",
                      "inner",
                      "http/protobuf",
                      endpoint));
      beside.awaitControl();
      assertThat(beside.bed().targets())
          .hasSize(2)
          .contains("sdk/application")
          .anyMatch(name -> name.startsWith("sdk/application in ChildFirst@"));
      beside.offer().takeBack().end();
    }
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void modulePath(Jdk jdk) throws Exception {
    assumeTrue(jdk.home().isPresent(), "there is no JDK " + jdk.feature());
    try (Beside beside = new Beside("modules-" + jdk, Beside.cell(NEWEST, jdk), "app")) {
      beside.start(
          (builder, endpoint) ->
              builder
                  .jvmArg(ours())
                  .start(
                      args(
                          endpoint,
                          "-p",
                          Fixtures.classPath(Fixtures.sdk(NEWEST)),
                          // OkHttp has a real descriptor, which nothing requires.
                          "--add-modules",
                          "ALL-MODULE-PATH",
                          "-m",
                          "sdk.matrix.app/" + ENDING)));
      beside.awaitControl().offer().takeBack().end();
    }
  }

  @Test
  void bundleOfTheApiAndBundleOfTheSdk() throws Exception {
    Bundles bundles = new Bundles(dir.resolve("bundles"));
    List<Path> api = Fixtures.api(OLDER);
    List<Path> rest = new ArrayList<>(Fixtures.sdk(OLDER));
    rest.removeAll(api);
    bundles.wrap("api", api, "");
    bundles.wrap("sdk", rest, "io.opentelemetry.*,javax.*,sun.misc");
    bundles.wrap("app", List.of(Fixtures.app()), "io.opentelemetry.*");
    inFelix("bundles", OLDER, bundles);
  }

  @Test
  void eachJarABundle() throws Exception {
    Bundles bundles = new Bundles(dir.resolve("bundles"));
    for (Path jar : Fixtures.sdk(NEWEST)) {
      String name = jar.getFileName().toString();
      if (name.startsWith("kotlin")) {
        bundles.wrap("kotlin", List.of(jar), "");
      } else if (!name.startsWith("annotations")) {
        bundles.copy(jar);
      }
    }
    bundles.copy(Fixtures.program("org.apache.aries.spifly.dynamic.framework.extension"));
    bundles.wrap("app", List.of(Fixtures.app()), "io.opentelemetry.*");
    inFelix("each-a-bundle", NEWEST, bundles);
  }

  private void inFelix(String name, String sdk, Bundles bundles) throws Exception {
    try (Beside beside = new Beside(name, Beside.cell(sdk, Jdk.FIRST), "app")) {
      beside.start(
          (builder, endpoint) ->
              builder
                  .jvmArg(ours())
                  .start(
                      args(
                          endpoint,
                          "-cp",
                          Fixtures.classPath(
                              List.of(Fixtures.program("org.apache.felix.framework"))),
                          APP + "FelixApp",
                          dir.resolve("cache").toString(),
                          bundles.directory().toString(),
                          "app")));
      // The bundle of the API had one of the agent's at first, until the application set its own.
      beside.bed().awaitTargets(CoexistenceIT::isOneBundle);
      beside.awaitControl().offer().takeBack().end();
    }
  }

  private static boolean isOneBundle(List<String> targets) {
    return targets.size() == 1 && targets.get(0).startsWith("sdk/application in BundleClassLoader");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coverageAgentInstrumentsEverything(boolean before) throws Exception {
    Path seen = dir.resolve("coverage.exec");
    String coverage =
        "-javaagent:"
            + Fixtures.program("org.jacoco.agent")
            + "=inclnolocationclasses=true,exclclassloader=none,destfile="
            + seen;
    List<String> agents = before ? List.of(coverage, ours()) : List.of(ours(), coverage);
    try (Beside beside = new Beside("coverage-" + before, Beside.cell(OLDER, Jdk.FIRST), "app")) {
      startWith(beside, OLDER, agents);
      beside.awaitControl().offer().takeBack().end();
    }
    // It has seen what both of us change.
    assertThat(Files.readString(seen, StandardCharsets.ISO_8859_1))
        .contains("io/opentelemetry/sdk/OpenTelemetrySdkBuilder")
        .contains("io/opentelemetry/sdk/trace/TracerSharedState");
  }

  @ParameterizedTest
  @CsvSource({"before,1.44.1", "behind,1.68.0", "late,1.44.1"})
  void agentThatHasEveryClassTransformedAgain(String when, String sdk) throws Exception {
    Path jar = Bundles.agent(dir.resolve("retransforming.jar"), APP + "RetransformingAgent");
    String other = "-javaagent:" + jar;
    List<String> agents =
        switch (when) {
          case "before" -> List.of(other, ours());
          case "behind" -> List.of(ours(), other);
          default -> List.of(ours());
        };
    try (Beside beside = new Beside("retransforming-" + when, Beside.cell(sdk, Jdk.FIRST), "app")) {
      startWith(beside, sdk, agents);
      beside.awaitControl();
      if (when.equals("late")) {
        Host.attach(beside.host(), jar, "");
      }
      awaitAllTransformed(beside.host());
      beside.offer();
      awaitAllTransformed(beside.host());
      beside.offer().takeBack();
      awaitAllTransformed(beside.host());
      beside.end();
    }
  }

  /** The first time may have begun before what came last. */
  private static void awaitAllTransformed(HostProcess host) throws Exception {
    for (int i = 0; i < 2; i++) {
      String line =
          host.awaitLineFrom(host.lines(), each -> each.startsWith("retransformed "), PATIENCE);
      assertThat(line).endsWith(" refused []");
    }
  }

  @Test
  void secondCopyAtTheStartAndThirdLate() throws Exception {
    Path second = Files.copy(HostProcess.agentJar(), dir.resolve("second.jar"));
    Path third = Files.copy(HostProcess.agentJar(), dir.resolve("third.jar"));
    try (Beside beside = new Beside("copies", Beside.cell(NEWEST, Jdk.FIRST), "app")) {
      startWith(beside, NEWEST, List.of(ours(), "-javaagent:" + second));
      beside.awaitControl().offer();
      Host.attach(beside.host(), third, "");
      beside.host().awaitErrorLineFrom(1, line -> line.equals(IGNORED), PATIENCE);
      beside.offer().takeBack();
      assertThat(beside.bed().agents()).isEqualTo(1);
      assertThat(beside.bed().targets()).containsExactly("sdk/application");
      beside.end(IGNORED, IGNORED);
    }
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void archiveOfClassesThatWasMadeWithoutTheAgent(Jdk jdk) throws Exception {
    assumeTrue(jdk.home().isPresent(), "there is no JDK " + jdk.feature());
    String archive = dir.resolve("app.jsa").toString();
    try (Beside alone = new Beside("archiving-" + jdk, Beside.cell(NEWEST, jdk), "app")) {
      startWith(alone, NEWEST, List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off"));
      alone.host().endInput();
      assertThat(alone.host().awaitExit(PATIENCE)).as(alone.host().stderr()).isZero();
    }
    assertThat(Path.of(archive)).isRegularFile();
    // A JVM with any agent has one module more; newer ones say that the archive has not.
    Path idle = Bundles.agent(dir.resolve("idle.jar"), APP + "IdleAgent");
    List<String> unusual =
        unusual(jdk, List.of("-XX:SharedArchiveFile=" + archive, "-javaagent:" + idle));
    Path loaded = dir.resolve("loaded.log");
    try (Beside beside = new Beside("archive-" + jdk, Beside.cell(NEWEST, jdk), "app")) {
      startWith(
          beside,
          NEWEST,
          List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + loaded, ours()));
      beside.awaitControl().offer().takeBack();
      assertThat(unusual(beside.host().stdout())).isEqualTo(unusual);
      beside.end();
    }
    try (Stream<String> lines = Files.lines(loaded)) {
      assertThat(lines.filter(line -> line.contains(" io.opentelemetry.")).toList())
          .as("classes of the archive that are used")
          .anyMatch(line -> line.contains("source: shared objects file (top)"));
    }
  }

  /** What the JVM says without this agent. */
  private List<String> unusual(Jdk jdk, List<String> options) throws Exception {
    try (Beside alone = new Beside("alone-" + jdk, Beside.cell(NEWEST, jdk), "app")) {
      startWith(alone, NEWEST, options);
      alone.end();
      return unusual(alone.host().stdout());
    }
  }

  /** Times differ from run to run. */
  private static List<String> unusual(String stdout) {
    return stdout
        .lines()
        .filter(line -> !line.startsWith("app r"))
        .map(line -> line.replaceFirst("^\\[[0-9.,]+s\\]", ""))
        .toList();
  }

  @Test
  void securityManagerThatTrustsTheAgent() throws Exception {
    try (Beside beside = new Beside("managed", Beside.cell(OLDER, Jdk.FIRST), "app")) {
      startManaged(beside, "grant codeBase \"" + agentUrl() + "\" { " + ALL + " };\n");
      beside.awaitControl().offer().takeBack().end(MANAGER_WARNINGS);
    }
  }

  @Test
  void securityManagerThatDoesNotTrustTheAgent() throws Exception {
    try (Beside beside = new Beside("distrusted", Beside.cell(OLDER, Jdk.FIRST), "app")) {
      startManaged(beside, "");
      assertThat(beside.host().stderr().lines())
          .hasSize(3)
          .startsWith(MANAGER_WARNINGS)
          .last()
          .asString()
          .startsWith("opamp-javaagent: not started: java.security.AccessControlException");
      assertThat(beside.bed().agents()).isZero();
      beside.end(beside.host().stderr().lines().toArray(String[]::new));
    }
  }

  private void startManaged(Beside beside, String grants) throws Exception {
    Path policy = Files.writeString(dir.resolve("policy"), grants + policyOfTheApplication());
    startWith(
        beside,
        OLDER,
        List.of("-Djava.security.manager", "-Djava.security.policy==" + policy.toUri(), ours()));
  }

  /** What it needs without any agent, and nothing of what only an agent needs. */
  private static String policyOfTheApplication() {
    return """
    grant {
      permission java.util.PropertyPermission "*", "read,write";
      permission java.lang.RuntimePermission "getenv.*";
      permission java.lang.RuntimePermission "accessDeclaredMembers";
      permission java.lang.RuntimePermission "accessClassInPackage.sun.misc";
      permission java.lang.RuntimePermission "modifyThread";
      permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
      permission java.io.FilePermission "%s/-", "read";
      permission java.net.NetPermission "getProxySelector";
      permission java.net.SocketPermission "127.0.0.1:1-", "connect,resolve";
      permission java.net.SocketPermission "localhost:1-", "connect,resolve";
    };
    """
        .formatted(Fixtures.sdk(OLDER).get(0).getParent());
  }

  private static String agentUrl() {
    return HostProcess.agentJar().toUri().toString();
  }

  private static String ours() {
    return "-javaagent:" + HostProcess.agentJar();
  }

  private static void startWith(Beside beside, String sdk, List<String> options) throws Exception {
    beside.start(
        (builder, endpoint) -> {
          options.forEach(builder::jvmArg);
          return builder.start(
              args(endpoint, "-cp", Fixtures.classPath(Fixtures.sdk(sdk)), ENDING));
        });
  }

  /** The command, and what the application is told. */
  private static String[] args(String endpoint, String... command) {
    return Stream.concat(
            Arrays.stream(command), Stream.of("global", "app", "http/protobuf", endpoint, "true"))
        .toArray(String[]::new);
  }
}
