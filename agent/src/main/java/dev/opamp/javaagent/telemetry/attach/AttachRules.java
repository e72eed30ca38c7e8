package dev.opamp.javaagent.telemetry.attach;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decides whether the agent gives an SDK to the OpenTelemetry API of a class loader. */
public final class AttachRules {

  /** What newer APIs have besides need not be there: the SDK brings its own. */
  private static final String[] API_ARTIFACTS = {
    "io/opentelemetry/api", "io/opentelemetry/context"
  };

  private static final int MAJOR = 1;

  /** The first that has metrics in the shape they have since; with older ones nothing is tested. */
  private static final int OLDEST_MINOR = 20;

  private final BooleanSupplier upstreamAgentPresent;

  /**
   * @param upstreamAgentPresent whether the OpenTelemetry javaagent runs in this JVM
   */
  public AttachRules(BooleanSupplier upstreamAgentPresent) {
    this.upstreamAgentPresent = upstreamAgentPresent;
  }

  /**
   * Returns who else gives that loader an SDK, which the agent then controls instead of giving one;
   * null when nobody does. Loads no class of the loader.
   */
  @Nullable String otherProvider(ClassLoader apiLoader) {
    if (upstreamAgentPresent.getAsBoolean()) {
      return "the OpenTelemetry javaagent";
    }
    return apiLoader.getResource("io/opentelemetry/sdk/OpenTelemetrySdk.class") == null
        ? null
        : "the application";
  }

  /**
   * Returns why that loader gets no SDK, or null when it does: the API is of another major version,
   * or older than the oldest that the SDK can be adapted to. Loads no class of the loader.
   */
  @Nullable String refusal(ClassLoader apiLoader) {
    for (String artifact : API_ARTIFACTS) {
      String refusal = versionRefusal(artifact, ApiVersion.of(apiLoader, artifact));
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable String versionRefusal(String artifact, @Nullable ApiVersion version) {
    String name = artifact.replace('/', '.');
    if (version == null) {
      return "the version of " + name + " is unknown";
    }
    if (!version.isOfMajor(MAJOR)) {
      return name + " " + version + " is not of the major version " + MAJOR;
    }
    return version.isBefore(MAJOR, OLDEST_MINOR)
        ? name + " " + version + " is older than " + MAJOR + "." + OLDEST_MINOR
        : null;
  }
}
