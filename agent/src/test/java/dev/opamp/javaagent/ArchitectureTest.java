package dev.opamp.javaagent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The fences of docs/architecture.md. */
@AnalyzeClasses(packages = "dev.opamp.javaagent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.opamp.javaagent.";

  private static final DescribedPredicate<JavaClass> GENERATED =
      resideInAPackage(ROOT + "opamp.proto..");

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule protobufOnlyInOpamp =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "opamp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.protobuf..", ROOT + "opamp.proto..");

  @ArchTest
  static final ArchRule webSocketOnlyInTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "opamp.transport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.java_websocket..");

  @ArchTest
  static final ArchRule okHttpOnlyInTransportAndSender =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "opamp.transport..", ROOT + "telemetry.sender..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..");

  @ArchTest
  static final ArchRule sdkOnlyInTelemetry =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "telemetry..", ROOT + "owntelemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule prometheusFormatsOnlyInTheirPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "telemetry.prometheus..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..");

  @ArchTest
  static final ArchRule asmOnlyInAttach =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "telemetry.attach..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.objectweb.asm..", "net.bytebuddy..");

  @ArchTest
  static final ArchRule javaUtilLoggingOnlyBehindPatchLogger =
      noClasses()
          .that()
          .doNotHaveSimpleName("PatchLogger")
          .and(not(GENERATED))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule protocolCoreKnowsNoTelemetry =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "opamp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "telemetry..",
              ROOT + "owntelemetry..",
              ROOT + "config..",
              ROOT + "health..",
              ROOT + "state..");

  @ArchTest
  static final ArchRule protocolCoreHasNoThreadsAndNoSockets =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "opamp")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "javax.net..", "java.nio.channels..")
                  .and(
                      not(
                          com.tngtech.archunit.core.domain.JavaClass.Predicates.type(
                              java.net.URI.class))))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, java.util.Timer.class);

  @ArchTest
  static final ArchRule sdkTargetSharesOnlyThePortsWithItsSurroundings =
      classes()
          .that()
          .resideInAnyPackage(
              ROOT + "telemetry", ROOT + "telemetry.metrics", ROOT + "telemetry.reader")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "telemetry",
              ROOT + "telemetry.metrics",
              ROOT + "telemetry.otlpfile",
              ROOT + "telemetry.prometheus",
              ROOT + "telemetry.reader",
              ROOT + "telemetry.sender",
              ROOT + "config",
              ROOT + "log",
              ROOT + "net",
              "io.opentelemetry..",
              "org.jspecify..",
              "java..",
              "javax.net.ssl..");

  @ArchTest
  static final ArchRule readersKnowTheSdkAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + "telemetry.reader")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "telemetry.reader",
              ROOT + "log",
              "io.opentelemetry..",
              "org.jspecify..",
              "java..");

  /** What else it needed would not be there with an older API, or would be another class. */
  @ArchTest
  static final ArchRule standInsKnowTheApiAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + "telemetry.olderapi")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "telemetry.olderapi",
              "io.opentelemetry.api..",
              "io.opentelemetry.common..",
              "org.jspecify..",
              "java..");

  @ArchTest
  static final ArchRule senderKnowsNothingOfTheTelemetryItCarries =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "telemetry.sender..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "telemetry",
              ROOT + "telemetry.metrics..",
              ROOT + "telemetry.reader..",
              ROOT + "telemetry.attach..",
              ROOT + "config..",
              ROOT + "opamp..",
              "io.opentelemetry.sdk.trace..",
              "io.opentelemetry.sdk.metrics..",
              "io.opentelemetry.sdk.logs..");

  @ArchTest
  static final ArchRule compatibilityKeysKnowTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + "config.compat")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + "config.compat", "org.jspecify..", "java..");

  @ArchTest
  static final ArchRule netKnowsTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(ROOT + "net")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + "net", ROOT + "log", "org.jspecify..", "java..", "javax..");

  @ArchTest
  static final ArchRule onlyTheCompositionRootKnowsItself =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "agent..");
}
